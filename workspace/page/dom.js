/** Builds the page's elements: text is only ever set as text and never read as HTML. */
import { ICONS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/** One element: attributes, `on…` listeners, then children (text, nodes, lists; empty ones are left out). */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(node, name, value);
  node.append(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** A line icon, hidden from screen readers because its button has a name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? "");
  svg.append(path);
  return svg;
}

/** A button that shows only an icon and is named for everybody. */
export function iconButton(name, label, onclick, attributes = {}) {
  const { class: extra = "", ...others } = attributes;
  return el(
    "button",
    { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, onclick, ...others },
    icon(name),
  );
}

export const byId = (id) => document.getElementById(id);

let made = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}

/** Puts `nodes` into `parent` in this order, moving as little as possible so that focus and scrolling stay. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    const here = parent.childNodes[index];
    if (here !== node) parent.insertBefore(node, here ?? null);
  });
}
