/** Preformatted text with a copy button: the line to paste into the log. */
import { el, icon } from "./dom.js";
import { t } from "./words.js";

async function intoClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = el("textarea", { class: "unseen" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  return area.remove();
}

/** A block of code and its button; `content` may hold links. */
export function copyable(content) {
  const pre = el("pre", {}, content);
  const label = el("span", {}, t("copy"));
  const button = el("button", { type: "button", class: "copy" }, icon("copy"), label);
  button.addEventListener("click", async () => {
    await intoClipboard(pre.textContent);
    label.textContent = t("copied");
    button.classList.add("done");
    setTimeout(() => {
      label.textContent = t("copy");
      button.classList.remove("done");
    }, 2000);
  });
  return el("div", { class: "code" }, pre, button);
}
