/** Asks "are you sure" the way a Block Kit `confirm` object says. */
import { el, freshId } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";
import { openDialog } from "./popups.js";
import { t } from "./words.js";

/** Resolves to true when the person confirms; true at once when nothing is to be asked. */
export function sure(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const answer = (value) => () => { opened.shut(); resolve(value); };
    const look = confirm.style === "danger" ? "button danger solid" : "button primary";
    const no = el("button", { type: "button", class: "button", onclick: answer(false) }, plainText(confirm.deny) || t("no"));
    const yes = el("button", { type: "button", class: look, onclick: answer(true) }, plainText(confirm.confirm) || t("yes"));
    const content = el("div", { class: "dialog-box" },
      el("h2", { id: title }, plainText(confirm.title) || t("are_you_sure")),
      el("div", { class: "dialog-body" }, textObject(confirm.text)),
      el("div", { class: "dialog-foot" }, no, yes));
    const opened = openDialog({ class: "dialog small", role: "alertdialog", "aria-labelledby": title }, content, answer(false));
    yes.focus();
  });
}
