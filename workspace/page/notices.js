/** Short notices at the edge of the page: what went wrong, said kindly. */
import { byId, el, icon, iconButton } from "./dom.js";
import { botName } from "./state.js";
import { errorWords, t } from "./words.js";

const SHOWN_FOR_MS = 9000;

export function notice(words, kind = "warn") {
  const shut = () => box.remove();
  const box = el(
    "div",
    { class: `notice ${kind}` },
    icon(kind),
    el("p", {}, words),
    iconButton("close", t("dismiss"), shut),
  );
  byId("notices").replaceChildren(box);
  setTimeout(shut, SHOWN_FOR_MS);
}

/** Tells an error code of the workspace as a sentence. */
export function noticeError(code) {
  notice(errorWords(code, { name: botName() }));
}

/** Says something to screen readers only. */
export function announce(words) {
  byId("live").textContent = words;
}
