/** The time that people here go by: the machine's, or the demonstration's own, which may run faster. */
import { byId, el } from "./dom.js";
import { state } from "./state.js";
import { clock, shortDay, weekday } from "./times.js";
import { t } from "./words.js";

/** What the clock on the wall said at a moment of the machine's time. */
export function shownAt(ts) {
  const seconds = Number(ts);
  const turn = (state.cast.dial ?? []).findLast((one) => one.since <= seconds) ?? state.cast.dial?.[0];
  if (!turn) return seconds;
  return turn.at + Math.max(0, seconds - turn.since) * turn.speed;
}

/** What the clock on the wall says now. */
export const shownNow = () => shownAt(Date.now() / 1000);

/** The clock in the bar; nothing where the machine's own time is shown. */
export function dialNode() {
  const turn = state.cast.dial?.at(-1);
  if (!turn) return null;
  const words =
    turn.speed > 1 ? t("dial_fast", { times: turn.speed }) : t(turn.speed ? "dial_runs" : "dial_stands");
  const node = el("span", { class: "dial", id: "dial", title: words, tabindex: 0 }, "");
  tick(node);
  return node;
}

function tick(node) {
  const now = shownNow();
  const day = el("span", { class: "long" }, `${weekday(now).slice(0, 3)} ${shortDay(now).slice(0, -5)}, `);
  const speed = state.cast.dial.at(-1).speed;
  const fast = speed > 1 ? el("small", {}, ` ×${speed}`) : "";
  node.replaceChildren(day, el("b", {}, clock(now)), fast);
}

setInterval(() => {
  const node = byId("dial");
  if (node) tick(node);
}, 1000);
