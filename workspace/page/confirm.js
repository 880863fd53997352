/** Asks "are you sure" the way a Block Kit `confirm` object says. */
import { el, freshId } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";
import { openDialog } from "./popups.js";
import { t } from "./words.js";

function answerButton(words, look, onclick) {
  return el("button", { type: "button", class: `button ${look}`, onclick }, words);
}

function ask(confirm, resolve) {
  const title = freshId("confirm");
  const answer = (value) => () => {
    opened.shut();
    resolve(value);
  };
  const look = confirm.style === "danger" ? "danger solid" : "primary";
  const no = answerButton(plainText(confirm.deny) || t("no"), "", answer(false));
  const yes = answerButton(plainText(confirm.confirm) || t("yes"), look, answer(true));
  const content = el(
    "div",
    { class: "dialog-box" },
    el("h2", { id: title }, plainText(confirm.title) || t("are_you_sure")),
    el("div", { class: "dialog-body" }, textObject(confirm.text)),
    el("div", { class: "dialog-foot" }, no, yes),
  );
  const attributes = { class: "dialog small", role: "alertdialog", "aria-labelledby": title };
  const opened = openDialog(attributes, content, answer(false));
  yes.focus();
}

/** Resolves to true when the person confirms; true at once when nothing is to be asked. */
export function sure(confirm) {
  return confirm ? new Promise((resolve) => ask(confirm, resolve)) : Promise.resolve(true);
}
