/** Two quick lists: where to go (Ctrl or Cmd K) and whom to act as. */
import { avatar } from "./avatar.js";
import { el, freshId, icon, iconButton } from "./dom.js";
import { matching } from "./picker.js";
import { openDialog } from "./popups.js";
import { placeName, state, tell } from "./state.js";
import { t } from "./words.js";

let opened = null;

function optionNode(id, item, index, choose) {
  const node = el(
    "div",
    { class: "option", role: "option", id: `${id}-${index}`, "aria-selected": String(Boolean(item.current)) },
    item.picture(),
    el(
      "span",
      { class: "option-words" },
      el("span", {}, item.label),
      item.note ? el("small", {}, item.note) : null,
    ),
    item.current ? icon("done") : null,
  );
  node.addEventListener("click", () => choose(item));
  return node;
}

class QuickList {
  constructor(title, placeholder, items) {
    Object.assign(this, { items, id: freshId("quick"), shown: [], active: 0 });
    this.input = el("input", {
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.id,
      "aria-label": placeholder,
      placeholder,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.list = el("div", { class: "quick-list", role: "listbox", id: this.id, "aria-label": title });
    const head = el(
      "div",
      { class: "quick-head" },
      icon("search"),
      this.input,
      iconButton("close", t("close"), shut),
    );
    this.input.addEventListener("input", () => this.draw());
    this.input.addEventListener("keydown", (event) => this.keyed(event));
    opened = openDialog({ class: "dialog quick", "aria-label": title }, [head, this.list], shut);
    opened.dialog.addEventListener("click", (event) => {
      if (event.target === opened?.dialog) shut();
    });
    this.draw();
    this.input.focus();
  }

  draw() {
    this.shown = matching(this.items, this.input.value);
    this.nodes = this.shown.map((item, index) => optionNode(this.id, item, index, (one) => this.choose(one)));
    this.list.replaceChildren(
      ...(this.nodes.length ? this.nodes : [el("p", { class: "options-note" }, t("nothing_found"))]),
    );
    const current = this.input.value ? -1 : this.shown.findIndex((item) => item.current);
    this.activate(Math.max(0, current));
  }

  activate(index) {
    this.nodes[this.active]?.classList.remove("active");
    this.active = index;
    this.nodes[index]?.classList.add("active");
    this.nodes[index]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.nodes[index]?.id ?? "");
  }

  keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.shown.length)
      this.activate((this.active + step + this.shown.length) % this.shown.length);
    else if (event.key === "Enter") this.choose(this.shown[this.active]);
    else return;
    event.preventDefault();
  }

  choose(item) {
    if (!item) return;
    shut();
    item.go();
  }
}

function shut() {
  opened?.shut();
  opened = null;
}

const PICTURES = { im: "bot", private: "lock", channel: "hash" };

export function openSwitcher() {
  if (opened) return shut();
  const channels = state.channels.map((one) => ({
    label: placeName(one).replace(/^#/, ""),
    picture: () => icon(PICTURES[one.kind]),
    go: () => tell("go", one),
  }));
  const home = { label: t("home"), picture: () => icon("home"), go: () => tell("go_home") };
  return new QuickList(t("go_to_label"), t("go_to"), [home, ...channels]);
}

export function openPeople() {
  if (opened) return shut();
  const people = state.cast.people.map((one) => ({
    label: one.real_name || one.name,
    note: one.is_guest ? [one.title, t("guest")].filter(Boolean).join(" · ") : one.title,
    current: one.id === state.me,
    picture: () => avatar(one.id, one.real_name),
    go: () => tell("act_as", one.id),
  }));
  return new QuickList(t("act_as"), t("find_person"), people);
}
