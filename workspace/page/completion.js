/** Completion in the composer: commands after "/", people after "@", channels after "#". */
import { arrange, el, freshId } from "./dom.js";
import { placeBy } from "./popups.js";
import { botId, botName, state } from "./state.js";
import { t } from "./words.js";

const MOST = 12;
const norm = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function commandsFor(typed) {
  return state.cast.commands
    .filter((one) => one.command.startsWith(typed.toLowerCase()))
    .map((one) => ({
      insert: `${one.command} `,
      title: one.command,
      hint: one.usage_hint,
      note: one.description,
    }));
}

function startsAWord(name, query) {
  return norm(name)
    .split(/\s+/)
    .some((_, index, words) => words.slice(index).join(" ").startsWith(query));
}

function peopleFor(query) {
  const everybody = [...state.cast.people, { id: botId(), name: botName(), real_name: botName(), title: "" }];
  return everybody
    .filter((one) => startsAWord(`${one.real_name} ${one.name}`, norm(query)))
    .map((one) => ({
      insert: `@${one.real_name || one.name} `,
      title: one.real_name || one.name,
      note: one.title,
    }));
}

function channelsFor(query) {
  return state.channels
    .filter((one) => one.kind !== "im" && one.name.includes(norm(query)))
    .map((one) => ({ insert: `#${one.name} `, title: `#${one.name}` }));
}

/** What is being completed at the caret: {from, items, label} or null. */
function lookedFor(text, caret, inThread) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before) && !inThread)
    return { from: 0, items: commandsFor(before), label: t("commands"), command: before };
  const match = /(^|[\s(])([@#])([^@#\n]{0,40})$/.exec(before);
  if (!match || /\s\s|\s$/.test(match[3])) return null;
  const from = caret - match[3].length - 1;
  return match[2] === "@"
    ? { from, items: peopleFor(match[3]), label: t("people") }
    : { from, items: channelsFor(match[3]), label: t("channels") };
}

export class Completion {
  constructor(area, inThread) {
    Object.assign(this, { area, inThread, items: [], active: 0, looked: null });
    const id = freshId("completion");
    this.list = el("div", { class: "options completion", role: "listbox", id, popover: "manual" });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    area.setAttribute("aria-controls", id);
    area.setAttribute("aria-autocomplete", "list");
    area.addEventListener("blur", () => this.close());
  }

  isOpen() {
    return this.list.matches(":popover-open");
  }

  /** Looks again at what stands before the caret. */
  look() {
    this.looked = lookedFor(this.area.value, this.area.selectionStart, this.inThread);
    this.items = this.looked?.items.slice(0, this.looked.command ? 50 : MOST) ?? [];
    if (!this.items.length) return this.close();
    this.list.setAttribute("aria-label", this.looked.label);
    this.nodes = this.items.map((item, index) => this.row(item, index));
    arrange(this.list, [el("p", { class: "options-group" }, this.looked.label), ...this.nodes]);
    if (!this.isOpen()) this.list.showPopover();
    placeBy(this.area.closest(".composer"), this.list, { wide: true });
    return this.activate(0);
  }

  row(item, index) {
    const hint = item.hint ? el("span", { class: "usage" }, item.hint) : null;
    const node = el(
      "div",
      { class: "option", role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" },
      el("span", {}, el("b", {}, item.title), " ", hint),
      item.note ? el("small", {}, item.note) : null,
    );
    node.addEventListener("click", () => this.take(index));
    node.addEventListener("mousemove", () => this.activate(index, false));
    return node;
  }

  activate(index, scroll = true) {
    this.nodes[this.active]?.classList.remove("active");
    this.active = index;
    this.nodes[index].classList.add("active");
    this.area.setAttribute("aria-activedescendant", this.nodes[index].id);
    if (scroll) this.nodes[index].scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.isOpen()) this.list.hidePopover();
    this.area.removeAttribute("aria-activedescendant");
  }

  /** Whether this key was meant for the list. */
  keyed(event) {
    if (!this.isOpen() || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.activate((this.active + step + this.items.length) % this.items.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !this.isWhole())) this.take(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  isWhole() {
    return this.looked.command !== undefined && this.items.some((item) => item.title === this.looked.command);
  }

  take(index) {
    const { from } = this.looked;
    const caret = this.area.selectionStart;
    const rest = this.area.value.slice(caret);
    const insert = this.items[index].insert;
    this.area.value = this.area.value.slice(0, from) + insert + rest.replace(/^ /, "");
    this.area.setSelectionRange(from + insert.length, from + insert.length);
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.focus();
  }
}
