/** What is wrong with a form before it is sent, and where it is said. */
import { isEmpty } from "./forms.js";
import { t } from "./words.js";

function textFault(element, text) {
  if (element.min_length && text.length < element.min_length)
    return t("too_short", { count: element.min_length });
  if (element.max_length && text.length > element.max_length)
    return t("too_long", { count: element.max_length });
  if (element.type === "number_input" && !/^-?\d+([.]\d+)?$/.test(text.trim())) return t("bad_number");
  return "";
}

function faultOf(block, value) {
  if (value?.unread) return t("bad_time");
  if (isEmpty(value)) return block.optional ? "" : t("required");
  return typeof value.value === "string" ? textFault(block.element, value.value) : "";
}

/** `{block_id: sentence}` for the inputs that cannot be sent as they are. */
export function faultsIn(blocks, values) {
  const faults = {};
  for (const block of blocks.filter((one) => one.type === "input")) {
    const fault = faultOf(block, values.get(block.block_id, block.element.action_id));
    if (fault) faults[block.block_id] = fault;
  }
  return faults;
}

/** Says each fault under its block, takes old ones away, and moves to the first. */
export function showFaults(body, faults) {
  let first = null;
  for (const block of body.querySelectorAll(".block-input")) {
    const words = faults[block.dataset.block] ?? "";
    const field = block.querySelector("input, textarea, [role=radiogroup], [role=group]");
    block.querySelector(".error").textContent = words;
    block.classList.toggle("wrong", words !== "");
    for (const one of block.querySelectorAll("input, textarea"))
      one.setAttribute("aria-invalid", String(words !== ""));
    if (words && !first) first = field;
  }
  first?.scrollIntoView({ block: "nearest" });
  if (first) (first.matches("input, textarea") ? first : first.querySelector("input"))?.focus();
}
