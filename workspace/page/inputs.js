/** Text, number, date, time, radio and checkbox inputs. */
import { el, freshId } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";
import { t } from "./words.js";

/** "2140", "21.40", "9:5" → "21:40", "09:05"; anything else → null. */
export function readTime(typed) {
  const match =
    /^\s*(\d{1,2})[:.\s]?(\d{2})?\s*$/.exec(typed) ?? /^\s*(\d{1,2})[:.\s](\d{1,2})\s*$/.exec(typed);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

const TEXT_TYPES = {
  number_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  plain_text_input: "text",
};

function textAttributes(element, { label, name }) {
  return {
    class: "field-input",
    "aria-label": label,
    "data-key": name,
    maxlength: element.max_length,
    autocomplete: "off",
    placeholder: plainText(element.placeholder) || null,
    inputmode: element.type === "number_input" ? "decimal" : null,
  };
}

/** A text field; in messages and where the app asks for it, Enter tells the app. */
export function textInput(element, { value, changed, entered, label, name }) {
  const multi = element.multiline === true;
  const node = el(multi ? "textarea" : "input", {
    ...textAttributes(element, { label, name }),
    ...(multi ? { rows: 3 } : { type: TEXT_TYPES[element.type] }),
  });
  node.value = value?.value ?? "";
  const now = () => ({ type: element.type, value: node.value === "" ? null : node.value });
  node.addEventListener("input", () => changed(now()));
  const events = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || multi || !entered || !events.includes("on_enter_pressed")) return;
    event.preventDefault();
    entered(now());
  });
  if (entered && events.includes("on_character_entered"))
    node.addEventListener("input", () => entered(now()));
  return node;
}

/** A time as people type it, in 24 hours. */
export function timeInput(element, { value, changed, label, name }) {
  const node = el("input", {
    type: "text",
    class: "field-input short",
    inputmode: "numeric",
    maxlength: 5,
    autocomplete: "off",
    "aria-label": label,
    "data-key": name,
    placeholder: plainText(element.placeholder) || t("time_example"),
  });
  node.value = value?.selected_time ?? "";
  let told = node.value;
  const settle = () => {
    const time = readTime(node.value);
    node.setAttribute("aria-invalid", String(node.value.trim() !== "" && !time));
    if (time) node.value = time;
    const now = node.value.trim();
    if (now === told) return;
    told = now;
    changed({ type: "timepicker", selected_time: time, unread: now !== "" && !time });
  };
  node.addEventListener("change", settle);
  node.addEventListener("blur", settle);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter") settle();
  });
  return node;
}

export function dateInput(element, { value, changed, label, name }) {
  const node = el("input", {
    type: "date",
    class: "field-input short",
    "aria-label": label,
    "data-key": name,
  });
  node.value = value?.selected_date ?? "";
  node.addEventListener("change", () => changed({ type: "datepicker", selected_date: node.value || null }));
  return node;
}

function optionRow(kind, group, option, checked, name) {
  const input = el("input", {
    type: kind,
    name: group,
    value: option.value,
    "data-key": `${name} ${option.value}`,
  });
  input.checked = checked;
  const note = option.description
    ? el("div", { class: "choice-note" }, textObject(option.description))
    : null;
  return {
    input,
    row: el("label", { class: "choice" }, input, el("div", {}, textObject(option.text), note)),
  };
}

/** Radio buttons or checkboxes; they look alike and differ in what they tell. */
export function choices(element, { value, changed, label, name }) {
  const radio = element.type === "radio_buttons";
  const kept = radio ? [value?.selected_option].filter(Boolean) : (value?.selected_options ?? []);
  const group = freshId("choices");
  const rows = element.options.map((option) =>
    optionRow(
      radio ? "radio" : "checkbox",
      group,
      option,
      kept.some((one) => one.value === option.value),
      name,
    ),
  );
  const chosen = () => element.options.filter((_, index) => rows[index].input.checked);
  const tell = () =>
    changed(
      radio
        ? { type: element.type, selected_option: chosen()[0] ?? null }
        : { type: element.type, selected_options: chosen() },
    );
  const node = el(
    "div",
    { class: "choices", role: radio ? "radiogroup" : "group", "aria-label": label },
    rows.map((one) => one.row),
  );
  node.addEventListener("change", tell);
  return node;
}
