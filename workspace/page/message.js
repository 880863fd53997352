/** One message: who, when, its text or blocks, its thread, and what can be done with it. */
import { post } from "./api.js";
import { filesOf, reactionsOf } from "./attachments.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { shownAt } from "./dial.js";
import { arrange, el, icon, iconButton } from "./dom.js";
import { Values } from "./forms.js";
import { mrkdwn } from "./mrkdwn.js";
import { noticeError } from "./notices.js";
import { openMenu } from "./popups.js";
import { nameOf, state, tell } from "./state.js";
import { clock, fullTime } from "./times.js";
import { t } from "./words.js";

const GROUP_SECONDS = 300;
const typed = new Map();

/** Whether `message` may stand under `before` without a second heading. */
export function sameGroup(before, message) {
  if (!before || before.user !== message.user || before.username !== message.username) return false;
  if (before.ephemeral || message.ephemeral || before.reply_count) return false;
  if (before.blocks?.length > 1 || message.blocks?.length > 1) return false;
  return Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}

function valuesOf(message) {
  const key = `${state.me} ${message.ts}`;
  if (!typed.has(key)) typed.set(key, new Values());
  return typed.get(key);
}

function body(message, channel, before) {
  if (!message.blocks?.length) return mrkdwn(message.text);
  const box = before?.classList.contains("blocks") ? before : el("div", { class: "blocks" });
  box.blocksNow = message.blocks;
  const container = { channel: channel.id, ts: message.ts };
  drawBlocks(box, message.blocks, { container, values: valuesOf(message), blocks: () => box.blocksNow });
  return box;
}

function stamp(message) {
  const at = shownAt(message.ts);
  const facts = { class: "stamp", title: fullTime(at), datetime: new Date(at * 1000).toISOString() };
  return el("time", facts, clock(at));
}

function heading(message) {
  const name = message.username || nameOf(message.user);
  const badge = message.bot ? el("span", { class: "badge" }, t("bot")) : null;
  return el(
    "div",
    { class: "who" },
    el("strong", {}, name),
    badge,
    stamp(message),
    message.edited ? editedMark() : null,
  );
}

const editedMark = () => el("span", { class: "edited" }, `(${t("edited")})`);

function repliesButton(message) {
  if (!message.reply_count) return null;
  const words =
    message.reply_count === 1 ? t("replies_one") : t("replies_many", { count: message.reply_count });
  return el(
    "button",
    { type: "button", class: "replies", onclick: () => tell("thread", message.ts) },
    icon("reply"),
    words,
  );
}

async function runShortcut(shortcut, channel, message) {
  const answer = await post("shortcut", {
    callback_id: shortcut.callback_id,
    channel: channel.id,
    ts: message.ts,
  });
  if (!answer.ok) noticeError(answer.error);
}

function hoverMenu(message, { channel, inThread }) {
  if (message.ephemeral) return null;
  const root = message.thread_ts || message.ts;
  const reply = inThread ? null : iconButton("reply", t("reply_in_thread"), () => tell("thread", root));
  const items = (state.cast.message_shortcuts ?? []).map((one) => ({
    label: one.name,
    choose: () => runShortcut(one, channel, message),
  }));
  const more = items.length
    ? iconButton("more", t("more_actions"), () => openMenu(more, items, t("more_actions")), {
        "aria-haspopup": "menu",
        "aria-expanded": "false",
      })
    : null;
  return reply || more ? el("div", { class: "hover-menu" }, reply, more) : null;
}

function onlyYou(away) {
  return el(
    "div",
    { class: "only-you" },
    icon("eye"),
    t("only_you"),
    el("button", { type: "button", class: "text-button", onclick: away }, t("dismiss")),
  );
}

function drawContent(content, message, { channel, inThread, grouped, away }) {
  content.body = body(message, channel, content.body);
  const parts = [
    message.ephemeral ? onlyYou(away) : null,
    grouped ? null : heading(message),
    content.body,
    filesOf(message),
    reactionsOf(message),
    grouped && message.edited ? editedMark() : null,
    inThread ? null : repliesButton(message),
  ];
  arrange(content, parts.filter(Boolean));
}

/** The node of one message; `away` puts an ephemeral one away. */
export function messageNode(message, options) {
  const { grouped } = options;
  const classes = ["message", grouped ? "grouped" : "", message.ephemeral ? "ephemeral" : ""]
    .join(" ")
    .trim();
  const content = el("div", { class: "content" });
  const side = el(
    "div",
    { class: "side" },
    grouped ? stamp(message) : avatar(message.user, message.username),
  );
  const node = el(
    "article",
    {
      class: classes,
      tabindex: -1,
      "data-ts": message.ts,
      "aria-label": `${message.username || nameOf(message.user)}, ${clock(shownAt(message.ts))}`,
    },
    side,
    content,
    hoverMenu(message, options),
  );
  node.grouped = grouped;
  node.redraw = (newer, newOptions) => drawContent(content, newer, newOptions);
  drawContent(content, message, options);
  return node;
}
