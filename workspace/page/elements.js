/** Interactive Block Kit elements: draws them, keeps their values, and tells the app when they are used. */
import { post } from "./api.js";
import { sure } from "./confirm.js";
import { el, icon, iconButton } from "./dom.js";
import { choices, dateInput, textInput, timeInput } from "./inputs.js";
import { link, plainText } from "./mrkdwn.js";
import { noticeError } from "./notices.js";
import { openMenu } from "./popups.js";
import { initialSelect, select } from "./selects.js";
import { t } from "./words.js";

/** Tells the app that an element was used, after its `confirm` if it has one. */
async function press(context, block, element, action, node) {
  if (!(await sure(element.confirm))) return false;
  node.setAttribute("aria-busy", "true");
  const values = context.values.asState(context.blocks());
  const answer = await post("press", {
    container: context.container,
    block_id: block.block_id,
    action_id: element.action_id,
    action,
    values,
  });
  node.removeAttribute("aria-busy");
  if (!answer.ok) noticeError(answer.error);
  context.pressed?.(answer);
  return answer.ok;
}

function button(element, context, block) {
  const looks = [
    "button",
    element.style === "primary" ? "primary" : "",
    element.style === "danger" ? "danger" : "",
  ]
    .join(" ")
    .trim();
  const label = plainText(element.text);
  const node = el(
    "button",
    {
      type: "button",
      class: looks,
      title: label.length > 40 ? label : null,
      "data-key": `${block.block_id} ${element.action_id}`,
      "aria-label": element.accessibility_label,
    },
    el("span", {}, label),
  );
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-busy")) return;
    if (element.url) visit(element.url);
    press(context, block, element, { type: "button", value: element.value }, node);
  });
  return node;
}

function visit(url) {
  const anchor = link(url, " ");
  if (anchor.href) anchor.click();
}

function overflow(element, context, block) {
  const choose = (option) => () => {
    if (option.url) visit(option.url);
    press(context, block, element, { type: "overflow", selected_option: option }, node);
  };
  const items = element.options.map((option) => ({
    label: plainText(option.text),
    note: plainText(option.description),
    choose: choose(option),
  }));
  const node = iconButton("more", t("more_actions"), () => openMenu(node, items, t("more_actions")), {
    class: "overflow",
    "data-key": `${block.block_id} ${element.action_id}`,
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  return node;
}

function initialValue(element) {
  const type = element.type;
  if (type.endsWith("_select")) return initialSelect(element);
  if (type === "datepicker") return { type, selected_date: element.initial_date ?? null };
  if (type === "timepicker") return { type, selected_time: element.initial_time ?? null };
  if (type === "radio_buttons") return { type, selected_option: element.initial_option ?? null };
  if (type === "checkboxes") return { type, selected_options: element.initial_options ?? [] };
  return { type, value: element.initial_value ?? null };
}

const MAKERS = {
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  datepicker: dateInput,
  timepicker: timeInput,
  radio_buttons: choices,
  checkboxes: choices,
};

function stateful(element, context, block, label) {
  const ids = [block.block_id, element.action_id];
  if (!context.values.get(...ids)) context.values.set(...ids, initialValue(element));
  const dispatches = block.type !== "input" || block.dispatch_action === true;
  const tellApp = (value) => press(context, block, element, value, wrap);
  const typing = element.type.endsWith("_input");
  const wiring = {
    value: context.values.get(...ids),
    label,
    name: ids.join(" "),
    changed: (value) => {
      context.values.set(...ids, value);
      if (dispatches && !typing) tellApp(value);
    },
    entered: dispatches ? tellApp : null,
  };
  const make = MAKERS[element.type];
  const wrap = el(
    "div",
    { class: `element ${element.type}` },
    make ? make(element, wiring) : select(element, context, block, wiring),
  );
  return wrap;
}

/** The picture element of a context or an accessory. */
export function picture(element) {
  const image = el("img", {
    src: element.image_url ?? element.slack_file?.url ?? `/files/${element.slack_file?.id}`,
    alt: element.alt_text ?? "",
    title: element.alt_text,
    loading: "lazy",
  });
  image.addEventListener("error", () =>
    image.replaceWith(
      el("span", { class: "no-image" }, icon("warn"), `${t("image_missing")}: ${element.alt_text ?? ""}`),
    ),
  );
  return image;
}

/** Any element; `label` names inputs for screen readers. */
export function elementNode(element, context, block, label) {
  if (element.type === "button") return button(element, context, block);
  if (element.type === "overflow") return overflow(element, context, block);
  if (element.type === "image") return picture(element);
  const known =
    element.type in MAKERS ||
    /^(multi_)?(static|external|users|channels|conversations)_select$/.test(element.type);
  return known
    ? stateful(element, context, block, label ?? plainText(element.placeholder))
    : el("span", { class: "faint" }, t("block_unknown", { type: element.type }));
}
