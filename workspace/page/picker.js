/** A list to choose from by typing: the page's own select, for one choice or several. */
import { arrange, el, freshId, icon } from "./dom.js";
import { placeBy } from "./popups.js";
import { t } from "./words.js";

const norm = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** Options whose label or note holds every word of `query`. */
export function matching(options, query) {
  const wanted = norm(query).split(/\s+/).filter(Boolean);
  return options.filter((option) =>
    wanted.every((word) => norm(`${option.label} ${option.note ?? ""}`).includes(word)),
  );
}

const USUAL = { chosen: [], multi: false, most: Infinity, minQuery: 0, clearable: false };

/**
 * A picker. `source(query)` gives (a promise of) options {label, note?, group?, value};
 * `changed(chosen)` hears each choice. The rest is in USUAL; `name` finds its input again.
 */
export class Picker {
  constructor({ label, name, placeholder, ...settings }) {
    Object.assign(this, USUAL, settings, { options: [], active: -1, asked: 0, typed: false });
    const words = placeholder || t("choose");
    this.input = this.makeInput(label, name, words);
    this.list = this.makeList(label || words);
    this.input.setAttribute("aria-controls", this.list.id);
    const looks = this.multi ? "picker multi" : "picker";
    this.node = el("div", { class: looks }, this.input, icon("chevron"), this.list);
    this.listen();
    this.showChosen();
  }

  makeInput(label, name, placeholder) {
    return el("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-label": label,
      "data-key": name,
      placeholder,
    });
  }

  makeList(label) {
    const id = freshId("list");
    return el("div", { class: "options", role: "listbox", id, popover: "manual", "aria-label": label });
  }

  listen() {
    const open = () => {
      if (!this.isOpen()) this.open();
    };
    this.input.addEventListener("focus", () => {
      if (!this.multi) this.input.select();
    });
    this.input.addEventListener("click", open);
    this.input.addEventListener("input", () => {
      this.typed = true;
      this.refresh();
    });
    this.input.addEventListener("keydown", (event) => this.keyed(event));
    this.input.addEventListener("blur", () => this.left());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  isOpen() {
    return this.list.matches(":popover-open");
  }

  async open() {
    this.typed = false;
    await this.refresh();
  }

  query() {
    return this.typed || this.multi ? this.input.value.trim() : "";
  }

  async refresh() {
    const ticket = ++this.asked;
    const query = this.query();
    if (query.length < this.minQuery) return this.say(t("type_more", { count: this.minQuery }));
    const answer = this.source(query);
    if (answer instanceof Promise) this.say(t("loading"));
    const options = await answer;
    if (ticket !== this.asked || document.activeElement !== this.input) return undefined;
    return this.show(options.filter((option) => !this.multi || !this.has(option)));
  }

  has(option) {
    return this.chosen.some((one) => one.value === option.value);
  }

  say(words) {
    this.options = [];
    this.pop([el("p", { class: "options-note" }, words)]);
  }

  show(options) {
    if (!options.length) return this.say(t("no_options"));
    this.options = options;
    this.nodes = options.map((option, index) => this.optionNode(option, index));
    const rows = [];
    options.forEach((option, index) => {
      if (option.group && option.group !== options[index - 1]?.group)
        rows.push(el("p", { class: "options-group" }, option.group));
      rows.push(this.nodes[index]);
    });
    this.pop(rows);
    return this.activate(
      Math.max(
        0,
        options.findIndex((option) => this.has(option)),
      ),
    );
  }

  optionNode(option, index) {
    const node = el(
      "div",
      {
        class: "option",
        role: "option",
        id: `${this.list.id}-${index}`,
        "aria-selected": String(this.has(option)),
      },
      el("span", {}, option.label),
      option.note ? el("small", {}, option.note) : null,
    );
    node.addEventListener("click", () => this.choose(option));
    node.addEventListener("mousemove", () => this.activate(index, false));
    return node;
  }

  pop(rows) {
    arrange(this.list, rows);
    if (!this.isOpen()) this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    placeBy(this.node, this.list, { wide: true });
  }

  activate(index, scroll = true) {
    this.nodes?.[this.active]?.classList.remove("active");
    this.active = index;
    const node = this.nodes[index];
    node?.classList.add("active");
    this.input.setAttribute("aria-activedescendant", node?.id ?? "");
    if (scroll) node?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.asked += 1;
    if (this.isOpen()) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && this.isOpen()) {
      this.showChosen();
      this.close();
    } else if (!this.isOpen() && (step || (event.key === "Enter" && !this.chosen.length))) this.open();
    else if (step && this.options.length)
      this.activate((this.active + step + this.options.length) % this.options.length);
    else if (event.key === "Enter" && this.isOpen()) this.choose(this.options[this.active]);
    else if (event.key === "Backspace" && this.multi && !this.input.value) return this.removeLast();
    else return undefined;
    event.stopPropagation();
    return event.preventDefault();
  }

  choose(option) {
    if (!option) return;
    if (!this.multi) this.chosen = [option];
    else if (this.chosen.length < this.most) this.chosen = [...this.chosen, option];
    this.settle();
    if (this.multi) this.refresh();
  }

  removeLast() {
    if (this.chosen.length) this.drop(this.chosen.at(-1));
  }

  drop(option) {
    this.chosen = this.chosen.filter((one) => one !== option);
    this.settle();
  }

  settle() {
    this.showChosen();
    this.close();
    this.changed(this.chosen);
  }

  left() {
    const emptied =
      this.clearable && !this.multi && this.typed && !this.input.value.trim() && this.chosen.length;
    if (emptied) {
      this.chosen = [];
      this.changed([]);
    }
    this.showChosen();
    this.close();
  }

  showChosen() {
    this.typed = false;
    if (!this.multi) {
      this.input.value = this.chosen[0]?.label ?? "";
      return;
    }
    this.input.value = "";
    for (const chip of this.node.querySelectorAll(".chip")) chip.remove();
    this.input.before(...this.chosen.map((option) => this.chip(option)));
  }

  chip(option) {
    const remove = el(
      "button",
      { type: "button", "aria-label": t("remove", { name: option.label }), onclick: () => this.drop(option) },
      icon("close"),
    );
    return el("span", { class: "chip" }, el("span", {}, option.label), remove);
  }
}
