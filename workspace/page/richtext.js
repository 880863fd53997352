/** Shows rich_text blocks: sections, lists, quotes and preformatted text. */
import { copyable } from "./code.js";
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { broadcastMention, channelMention, userMention } from "./mentions.js";
import { link } from "./mrkdwn.js";
import { datePattern, fullTime } from "./times.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style = {}) {
  return Object.keys(STYLES).reduce(
    (inner, name) => (style[name] ? el(STYLES[name], {}, inner) : inner),
    node,
  );
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

const PIECES = {
  text: (piece) => el("span", {}, withBreaks(piece.text)),
  link: (piece) => link(piece.url, piece.text),
  user: (piece) => userMention(piece.user_id),
  channel: (piece) => channelMention(piece.channel_id),
  usergroup: (piece) => el("span", { class: "mention" }, `@${piece.usergroup_id}`),
  broadcast: (piece) => broadcastMention(piece.range),
  emoji: (piece) => withEmoji(`:${piece.name}:`),
  color: (piece) => el("code", {}, piece.value),
  date: (piece) =>
    el("time", { title: fullTime(piece.timestamp) }, datePattern(piece.timestamp, piece.format)),
};

function pieceNode(piece) {
  const make = PIECES[piece.type];
  return styled(make ? make(piece) : document.createTextNode(piece.text ?? ""), piece.style);
}

const pieces = (part) => (part.elements ?? []).map(pieceNode);

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const level = Math.min(5, part.indent ?? 0);
  const start = part.offset ? { start: part.offset + 1 } : {};
  return el(
    tag,
    { class: `level-${level}`, ...start },
    (part.elements ?? []).map((item) => el("li", {}, pieces(item))),
  );
}

const PARTS = {
  rich_text_section: (part) => el("div", { class: "line" }, pieces(part)),
  rich_text_list: list,
  rich_text_quote: (part) => el("blockquote", {}, pieces(part)),
  rich_text_preformatted: (part) => copyable(pieces(part)),
};

/** A rich_text block, or a rich_text cell of a table. */
export function richText(block) {
  const parts = (block.elements ?? []).map((part) => PARTS[part.type]?.(part) ?? null);
  return el("div", { class: "text rich" }, parts);
}
