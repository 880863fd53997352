/** Things that open over the page: menus and lists placed by their button, dialogs that keep the focus inside. */
import { el } from "./dom.js";

const FOCUSABLE = "button, a[href], input, textarea, select, [tabindex='0']";
const GAP = 4;

/** Puts an open popup below `anchor`, or above where there is more room. */
export function placeBy(anchor, popup, { wide = false, end = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const room = { below: innerHeight - box.bottom - 12, above: box.top - 12 };
  if (wide) popup.style.width = `${box.width}px`;
  const up = room.below < Math.min(popup.scrollHeight, 220) && room.above > room.below;
  popup.style.maxHeight = `${Math.max(120, Math.min(380, up ? room.above : room.below))}px`;
  popup.style.top = up ? "auto" : `${box.bottom + GAP}px`;
  popup.style.bottom = up ? `${innerHeight - box.top + GAP}px` : "auto";
  const left = end ? box.right - popup.offsetWidth : box.left;
  popup.style.left = `${Math.max(8, Math.min(left, innerWidth - popup.offsetWidth - 8))}px`;
}

function stepTo(items, step) {
  const now = items.indexOf(document.activeElement);
  items[(now + step + items.length) % items.length]?.focus();
}

function menuKeys(event, menu) {
  const items = [...menu.querySelectorAll("[role=menuitem], [role=menuitemradio]")];
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) stepTo(items, moves[event.key]);
  else if (event.key === "Home") items[0]?.focus();
  else if (event.key === "End") items.at(-1)?.focus();
  else if (event.key === "Tab") menu.hidePopover();
  else return;
  event.preventDefault();
}

function menuEntry(item, choose) {
  const marked = item.checked !== undefined;
  const attributes = {
    type: "button",
    role: marked ? "menuitemradio" : "menuitem",
    "aria-checked": marked ? String(item.checked) : null,
    class: item.danger ? "menu-item danger" : "menu-item",
    onclick: () => choose(item),
  };
  const note = item.note ? el("small", {}, item.note) : null;
  return el("button", attributes, el("span", {}, item.label), note);
}

/** Opens a menu by `anchor`; each item is {label, note?, danger?, checked?, choose}. */
export function openMenu(anchor, items, label) {
  const choose = (item) => {
    menu.hidePopover();
    item.choose();
  };
  const entries = items.map((item) => menuEntry(item, choose));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" }, entries);
  menu.addEventListener("keydown", (event) => menuKeys(event, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") closeMenu(anchor, menu);
  });
  // not inside the message: that hides its buttons when the mouse leaves it
  (anchor.closest("dialog") ?? document.body).append(menu);
  anchor.setAttribute("aria-expanded", "true");
  menu.showPopover();
  placeBy(anchor, menu, { end: true });
  (menu.querySelector("[aria-checked=true]") ?? menu.firstElementChild)?.focus();
}

function closeMenu(anchor, menu) {
  const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (inside) anchor.focus();
}

function visible(node) {
  return !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null;
}

function keepInside(event, dialog) {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll(FOCUSABLE)].filter(visible);
  if (!stops.length) return;
  const last = event.shiftKey ? stops[0] : stops.at(-1);
  const atEnd = document.activeElement === last || !dialog.contains(document.activeElement);
  if (!atEnd) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** Opens a dialog that holds the focus; Escape calls `onescape`. Returns {dialog, shut}. */
export function openDialog(attributes, content, onescape) {
  const before = document.activeElement;
  const dialog = el("dialog", attributes, content);
  const shut = () => {
    dialog.close();
    dialog.remove();
    if (before?.isConnected) before.focus();
  };
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    keepInside(event, dialog);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onescape();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, shut };
}
