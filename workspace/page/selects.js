/** Every Block Kit select menu, made with the page's own picker. */
import { post } from "./api.js";
import { plainText } from "./mrkdwn.js";
import { matching, Picker } from "./picker.js";
import { state } from "./state.js";
import { t } from "./words.js";

const SUGGEST_AFTER_MS = 150;

/** A Slack option as a line of the picker. */
function asLine(option, group) {
  return {
    label: plainText(option.text),
    note: plainText(option.description),
    value: option.value,
    group,
    option,
  };
}

function linesOf({ options, option_groups: groups }) {
  if (groups?.length)
    return groups.flatMap((group) => group.options.map((option) => asLine(option, plainText(group.label))));
  return (options ?? []).map((option) => asLine(option));
}

export function peopleLines() {
  return state.cast.people.map((one) => ({
    label: one.real_name || one.name,
    note: one.title,
    value: one.id,
  }));
}

function channelLines() {
  return state.channels
    .filter((one) => one.kind !== "im")
    .map((one) => ({ label: `#${one.name}`, value: one.id }));
}

function suggestions(element, context, block) {
  let waiting;
  return (query) =>
    new Promise((resolve) => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const target = context.container.view_id
          ? { view_id: context.container.view_id }
          : { container: context.container };
        const answer = await post("suggest", {
          ...target,
          block_id: block.block_id,
          action_id: element.action_id,
          value: query,
        });
        resolve(linesOf(answer));
      }, SUGGEST_AFTER_MS);
    });
}

const fixed = (lines) => (query) => matching(lines, query);

const KINDS = {
  static: { source: (element) => fixed(linesOf(element)), field: "option" },
  external: { source: suggestions, field: "option", minQuery: (element) => element.min_query_length ?? 3 },
  users: { source: () => fixed(peopleLines()), field: "user", lines: peopleLines },
  channels: { source: () => fixed(channelLines()), field: "channel", lines: channelLines },
  conversations: { source: () => fixed(channelLines()), field: "conversation", lines: channelLines },
};

function chosenLines(kind, multi, value) {
  const kept = multi
    ? (value?.[`selected_${kind.field}s`] ?? [])
    : [value?.[`selected_${kind.field}`]].filter(Boolean);
  if (kind.field === "option") return kept.map((option) => asLine(option));
  const lines = kind.lines();
  return kept.map((id) => lines.find((line) => line.value === id) ?? { label: id, value: id });
}

/** The state of a select before anybody touches it. */
export function initialSelect(element) {
  const multi = element.type.startsWith("multi_");
  const field = KINDS[element.type.replace(/^multi_/, "").replace(/_select$/, "")].field;
  const name = multi ? `${field}s` : field;
  return { type: element.type, [`selected_${name}`]: element[`initial_${name}`] ?? (multi ? [] : null) };
}

/** One select; `changed(value)` gets Slack's state value. */
export function select(element, context, block, { value, changed, label, name }) {
  const multi = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace(/^multi_/, "").replace(/_select$/, "")];
  const code = (line) => (kind.field === "option" ? line.option : line.value);
  const picker = new Picker({
    source: kind.source(element, context, block),
    chosen: chosenLines(kind, multi, value),
    multi,
    label,
    name,
    placeholder: plainText(element.placeholder) || t("choose"),
    most: element.max_selected_items ?? Infinity,
    minQuery: kind.minQuery ? kind.minQuery(element) : 0,
    clearable: block.type === "input",
    changed: (chosen) =>
      changed(
        multi
          ? { type: element.type, [`selected_${kind.field}s`]: chosen.map(code) }
          : { type: element.type, [`selected_${kind.field}`]: chosen.length ? code(chosen[0]) : null },
      ),
  });
  return picker.node;
}
