/** Reads Slack's mrkdwn into nodes: what is not marked up stays text, and nothing is read as HTML. */
import { copyable } from "./code.js";
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { broadcastMention, channelMention, userMention } from "./mentions.js";
import { datePattern, fullTime } from "./times.js";

const TOKEN = /<([^<>\n]+)>|`([^`\n]+)`|[*_~]/g;
const STYLE_TAGS = { "*": "strong", _: "em", "~": "s" };
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const words = (text) => withEmoji(plain(text));

/** A link that leaves the page, only with a safe scheme. */
export function link(url, label) {
  const address = plain(url);
  if (!SAFE_LINK.test(address)) return document.createTextNode(label || address);
  return el(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer" },
    label || address.replace(/^mailto:/, ""),
  );
}

function dateNode(body, fallback) {
  const [, seconds, pattern, url] = body.split("^");
  if (!/^\d+$/.test(seconds ?? "") || !pattern) return document.createTextNode(plain(fallback || body));
  const shown = el(
    "time",
    { title: fullTime(seconds), datetime: new Date(seconds * 1000).toISOString() },
    datePattern(seconds, plain(pattern)),
  );
  if (!url) return shown;
  const anchor = link(url, " ");
  anchor.replaceChildren(shown);
  return anchor;
}

function special(body, label) {
  if (body.startsWith("date^")) return dateNode(body, label);
  if (/^(here|channel|everyone)/.test(body)) return broadcastMention(body.split("|")[0]);
  return el("span", { class: "mention" }, plain(label || body).replace(/^(?!@)/, "@"));
}

function bracket(inside) {
  const cut = inside.indexOf("|");
  const body = cut < 0 ? inside : inside.slice(0, cut);
  const label = cut < 0 ? "" : inside.slice(cut + 1);
  if (body.startsWith("@")) return userMention(body.slice(1), plain(label));
  if (body.startsWith("#")) return channelMention(body.slice(1), plain(label));
  if (body.startsWith("!")) return special(body.slice(1), label);
  return link(body, words(label));
}

function closing(text, marker, from) {
  for (let at = text.indexOf(marker, from + 1); at > 0; at = text.indexOf(marker, at + 1)) {
    const after = text[at + 1] ?? " ";
    if (at > from + 1 && !/\s/.test(text[at - 1]) && !/[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}

function styled(text, at) {
  const before = text[at - 1] ?? " ";
  if (/[\p{L}\p{N}]/u.test(before) || /\s/.test(text[at + 1] ?? " ")) return null;
  const end = closing(text, text[at], at);
  if (end < 0) return null;
  return { node: el(STYLE_TAGS[text[at]], {}, inline(text.slice(at + 1, end))), end: end + 1 };
}

function tokenNode(text, match) {
  const end = match.index + match[0].length;
  if (match[1] !== undefined) return { node: bracket(match[1]), end };
  if (match[2] !== undefined) return { node: el("code", {}, plain(match[2])), end };
  return styled(text, match.index);
}

/** One line of mrkdwn as a list of nodes. */
export function inline(text) {
  const nodes = [];
  let done = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const resume = TOKEN.lastIndex;
    const found = tokenNode(text, match);
    TOKEN.lastIndex = found ? found.end : resume;
    if (!found) continue;
    if (match.index > done) nodes.push(words(text.slice(done, match.index)));
    nodes.push(found.node);
    done = found.end;
  }
  if (done < text.length) nodes.push(words(text.slice(done)));
  return nodes;
}

const QUOTE = /^(?:>|&gt;)\s?/;
const ITEM = /^(\s*)(•|◦|▪|-|\d{1,2}[.)])\s+(.*)$/;

function quoted(lines) {
  return el(
    "blockquote",
    {},
    lines.flatMap((line, index) => [index ? el("br") : null, ...inline(line.replace(QUOTE, ""))]),
  );
}

function lineNode(line) {
  const item = ITEM.exec(line);
  if (!item) return el("div", { class: line.trim() ? "line" : "line line-empty" }, inline(line));
  const level = Math.min(3, Math.floor(item[1].length / 2));
  return el(
    "div",
    { class: `line item item-${level}` },
    el("span", { class: "item-mark" }, item[2] === "-" ? "•" : item[2]),
    el("span", {}, inline(item[3])),
  );
}

function paragraphs(text) {
  const nodes = [];
  let quote = [];
  const close = () => {
    if (quote.length) nodes.push(quoted(quote));
    quote = [];
  };
  for (const line of text.split("\n")) {
    if (QUOTE.test(line)) {
      quote.push(line);
      continue;
    }
    close();
    nodes.push(lineNode(line));
  }
  close();
  return nodes;
}

/** A whole mrkdwn text. */
export function mrkdwn(text) {
  const nodes = [];
  String(text ?? "")
    .split(/```([\s\S]+?)```/)
    .forEach((piece, index, all) => {
      if (index % 2) return nodes.push(copyable(plain(piece).replace(/^\n|\n$/g, "")));
      const start = index > 0 ? piece.replace(/^\n/, "") : piece;
      const trimmed = index < all.length - 1 ? start.replace(/\n$/, "") : start;
      return trimmed || all.length === 1 ? nodes.push(...paragraphs(trimmed)) : 0;
    });
  return el("div", { class: "text" }, nodes);
}

/** A Block Kit text object, either kind. */
export function textObject(object) {
  if (!object) return "";
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return el("div", { class: "text plain" }, plainText(object));
}

/** The letters of a plain_text object. */
export function plainText(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : withEmoji(object.text ?? "");
}

/** A text without its marks: for the live region and for titles. */
export function withoutMarks(text) {
  const box = mrkdwn(text);
  for (const button of box.querySelectorAll(".copy")) button.remove();
  return box.textContent;
}
