/** Forms (modal views): the top of the stack is shown, what is typed is kept while the app changes the view. */
import { get, post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { faultsIn, showFaults } from "./checks.js";
import { el, freshId, iconButton } from "./dom.js";
import { Values } from "./forms.js";
import { plainText } from "./mrkdwn.js";
import { noticeError } from "./notices.js";
import { openDialog } from "./popups.js";
import { state } from "./state.js";
import { t } from "./words.js";

let stack = [];
let shown = null;
const typed = new Map();

const top = () => stack.at(-1);

function valuesOf(view) {
  if (!typed.has(view.id)) typed.set(view.id, new Values());
  return typed.get(view.id);
}

function contextOf(view) {
  return {
    container: { view_id: view.id },
    values: valuesOf(view),
    blocks: () => top()?.blocks ?? view.blocks,
    pressed: () => refreshViews(),
  };
}

async function submit(event) {
  event.preventDefault();
  const view = top();
  if (!view || shown.sending) return;
  const wrong = faultsIn(view.blocks, valuesOf(view));
  showFaults(shown.body, wrong);
  if (Object.keys(wrong).length) return;
  shown.sending = true;
  shown.submit?.setAttribute("aria-busy", "true");
  const answer = await post("submit", { view_id: view.id, values: valuesOf(view).asState(view.blocks) });
  if (shown) {
    shown.sending = false;
    shown.submit?.removeAttribute("aria-busy");
  }
  settle(view, answer);
}

function settle(view, answer) {
  if (answer.errors && shown) showFaults(shown.body, answer.errors);
  else if (!answer.ok && answer.error) noticeError(answer.error);
  else if (answer.ok) return refreshViews(view.id);
  return undefined;
}

async function closeTop() {
  const view = top();
  if (!view) return;
  const answer = await post("close", { view_id: view.id });
  typed.delete(view.id);
  if (!answer.ok) stack = stack.filter((one) => one.id !== view.id);
  await refreshViews();
  if (!answer.ok) show(stack);
}

function frame(view) {
  const title = freshId("view");
  const heading = el("h2", { id: title });
  const body = el("div", { class: "dialog-body" });
  const foot = el("div", { class: "dialog-foot" });
  const back = iconButton("back", t("back"), closeTop);
  const form = el(
    "form",
    { class: "dialog-box", novalidate: true, onsubmit: submit },
    el("div", { class: "dialog-head" }, back, heading, iconButton("close", t("close"), closeTop)),
    body,
    foot,
  );
  const opened = openDialog({ class: "dialog", "aria-labelledby": title }, form, closeTop);
  opened.dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
  });
  shown = { ...opened, heading, body, foot, back, viewId: view.id, drawn: "" };
}

function drawFoot(view) {
  const close = el(
    "button",
    { type: "button", class: "button", onclick: closeTop },
    plainText(view.close) || (view.submit ? t("cancel") : t("close")),
  );
  shown.submit = view.submit
    ? el("button", { type: "submit", class: "button primary" }, plainText(view.submit))
    : null;
  shown.foot.replaceChildren(...[close, shown.submit].filter(Boolean));
}

function keepingFocus(redraw) {
  const active = shown.dialog.contains(document.activeElement) ? document.activeElement : null;
  const place = active?.dataset?.key
    ? { key: active.dataset.key, start: active.selectionStart, end: active.selectionEnd }
    : null;
  redraw();
  if (active?.isConnected) return;
  const again =
    place && [...shown.body.querySelectorAll("[data-key]")].find((one) => one.dataset.key === place.key);
  if (again) {
    again.focus();
    if (typeof place.start === "number" && again.setSelectionRange && again.type !== "date")
      again.setSelectionRange(place.start, place.end);
  } else focusFirst();
}

function focusFirst() {
  const first =
    shown.body.querySelector("input:not([type=hidden]), textarea") ??
    shown.body.querySelector("button") ??
    shown.foot.querySelector("button:last-child");
  first?.focus({ preventScroll: true });
}

function drawTop() {
  const view = top();
  const text = JSON.stringify(view);
  const other = shown.viewId !== view.id;
  if (!other && shown.drawn === text) return;
  Object.assign(shown, { viewId: view.id, drawn: text });
  shown.back.hidden = stack.length < 2;
  shown.heading.textContent = plainText(view.title);
  keepingFocus(() => {
    if (other) shown.body.replaceChildren();
    drawBlocks(shown.body, view.blocks ?? [], contextOf(view));
    showFaults(shown.body, {});
    drawFoot(view);
  });
  if (other) {
    shown.body.scrollTop = 0;
    focusFirst();
  }
}

function show(views) {
  stack = views;
  if (!stack.length) {
    const last = shown;
    shown = null;
    return last?.shut();
  }
  if (!shown) {
    frame(top());
    shown.viewId = null;
  }
  return drawTop();
}

/** Reads the person's views again; a submitted view that is gone forgets what was typed. */
export async function refreshViews(submitted) {
  const asked = state.me;
  const answer = await get("views");
  if (asked !== state.me || !answer.ok) return;
  const views = answer.stack ?? [];
  if (submitted && !views.some((one) => one.id === submitted)) typed.delete(submitted);
  show(views);
}

/** Forgets every form, for another person. */
export function forgetViews() {
  typed.clear();
  show([]);
}
