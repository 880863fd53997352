/** Draws Block Kit blocks; a block that has not changed keeps its node, so typing and focus survive an update. */
import { arrange, el, freshId } from "./dom.js";
import { elementNode, picture } from "./elements.js";
import { mrkdwn, plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { t } from "./words.js";

function section(block, context) {
  const fields = block.fields?.length
    ? el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", { class: "field-cell" }, textObject(field))),
      )
    : null;
  const side = block.accessory
    ? el(
        "div",
        { class: `accessory of-${block.accessory.type}` },
        elementNode(block.accessory, context, block),
      )
    : null;
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-body" }, block.text ? textObject(block.text) : null, fields),
    side,
  );
}

function contextLine(block) {
  return el(
    "div",
    { class: "context" },
    (block.elements ?? []).map((one) => (one.type === "image" ? picture(one) : textObject(one))),
  );
}

function image(block) {
  const title = block.title ? el("figcaption", {}, plainText(block.title)) : null;
  return el("figure", { class: "image" }, title, picture(block));
}

function cell(content, tag, setting = {}) {
  const inside =
    content.type === "rich_text" ? richText(content) : String(content.text ?? content.value ?? "");
  const classes = [setting.align ? `to-${setting.align}` : "", setting.is_wrapped ? "wrapped" : ""]
    .join(" ")
    .trim();
  return el(tag, { class: classes || null, scope: tag === "th" ? "col" : null }, inside);
}

function table(block) {
  const settings = block.column_settings ?? [];
  const [head, ...rest] = block.rows ?? [];
  const row = (cells, tag) =>
    el(
      "tr",
      {},
      cells.map((one, index) => cell(one, tag, settings[index] ?? {})),
    );
  return el(
    "div",
    {
      class: "table",
      tabindex: 0,
      role: "region",
      "aria-label": (head ?? []).map((one) => one.text ?? "").join(", "),
    },
    el(
      "table",
      {},
      el("thead", {}, head ? row(head, "th") : null),
      el(
        "tbody",
        {},
        rest.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

/** An input block: its label, the input, a hint, and room for what is wrong with it. */
function input(block, context) {
  const label = plainText(block.label);
  const ids = { error: freshId("error"), hint: freshId("hint") };
  const note = block.optional ? el("span", { class: "faint" }, ` ${t("optional")}`) : null;
  const hint = block.hint ? el("p", { class: "hint", id: ids.hint }, plainText(block.hint)) : null;
  const control = elementNode(block.element, context, block, label);
  const described = `${hint ? `${ids.hint} ` : ""}${ids.error}`;
  for (const one of control.querySelectorAll("input, textarea, [role=radiogroup], [role=group]"))
    one.setAttribute("aria-describedby", described);
  const title = el("div", { class: "label", "aria-hidden": "true" }, label, note);
  title.addEventListener("click", () => control.querySelector("input, textarea")?.focus());
  return el("div", { class: "input" }, title, control, hint, el("p", { class: "error", id: ids.error }));
}

const DRAW = {
  section,
  context: contextLine,
  image,
  table,
  input,
  actions: (block, context) =>
    el(
      "div",
      { class: "actions" },
      (block.elements ?? []).map((one) => elementNode(one, context, block)),
    ),
  header: (block) => el("h3", { class: "header" }, plainText(block.text)),
  divider: () => el("hr"),
  rich_text: richText,
  markdown: (block) =>
    mrkdwn((block.text ?? "").replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#{1,6} (.+)$/gm, "*$1*")),
};

function draw(block, context) {
  const make = DRAW[block.type];
  const inside = make
    ? make(block, context)
    : el("p", { class: "faint" }, t("block_unknown", { type: block.type }));
  const node = el("div", { class: `block block-${block.type}`, "data-block": block.block_id }, inside);
  node.drawnFrom = JSON.stringify(block);
  return node;
}

/** Draws `blocks` into `parent`, keeping the nodes of those that are the same as before. */
export function drawBlocks(parent, blocks, context) {
  const before = new Map([...parent.children].map((node) => [node.drawnFrom, node]));
  arrange(
    parent,
    blocks.map((block) => {
      const text = JSON.stringify(block);
      const kept = before.get(text);
      before.delete(text);
      return kept ?? draw(block, context);
    }),
  );
}
