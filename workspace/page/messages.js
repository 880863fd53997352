/** One list of messages: a channel's or a thread's. Messages that have not changed keep their nodes. */
import { get } from "./api.js";
import { shownAt } from "./dial.js";
import { arrange, el } from "./dom.js";
import { messageNode, sameGroup } from "./message.js";
import { withoutMarks } from "./mrkdwn.js";
import { announce } from "./notices.js";
import { botName, nameOf, placeName, state } from "./state.js";
import { dayKey, dayLabel } from "./times.js";
import { t } from "./words.js";

const NEAR_END_PX = 80;
const BREATH_PX = 8;
const SHOWN_AT_FIRST = 150;
const hidden = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));

const keyOf = (message) => `${state.me} ${message.ts} ${message.ephemeral ? "e" : ""}`;

/** Puts an ephemeral answer away, for as long as this tab lives. */
function dismiss(message) {
  hidden.add(keyOf(message));
  sessionStorage.setItem("dismissed", JSON.stringify([...hidden]));
}

export class MessageList {
  constructor(box, { channel, thread = null, unread = 0 }) {
    Object.assign(this, {
      box,
      channel,
      thread,
      unread,
      nodes: new Map(),
      first: true,
      newest: 0,
      most: SHOWN_AT_FIRST,
      busy: false,
      again: false,
      stopped: false,
    });
    this.items = el("div", {
      class: "items",
      role: "log",
      "aria-live": "off",
      "aria-busy": "true",
      "aria-label": thread ? t("thread") : placeName(channel),
    });
    const down = () => this.scrollToEnd("smooth");
    const atFirst = { type: "button", class: "to-end", hidden: true, onclick: down };
    this.toEnd = el("button", atFirst, t("new_messages"), " ↓");
    box.replaceChildren(this.items, this.toEnd);
    box.onscroll = () => {
      if (this.nearEnd()) this.toEnd.hidden = true;
    };
    this.items.addEventListener("keydown", (event) => this.step(event));
  }

  stop() {
    this.stopped = true;
  }

  nearEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR_END_PX;
  }

  scrollToEnd(behavior = "instant") {
    this.box.scrollTo({ top: this.box.scrollHeight, behavior });
  }

  /** Reads again; several asks while one is under way become one more. */
  async refresh() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const answer = await get("messages", { channel: this.channel.id, thread: this.thread });
    this.busy = false;
    if (this.stopped) return;
    if (answer.ok) this.draw(answer.messages ?? []);
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
  }

  draw(all) {
    const wanted = all.filter((one) => !hidden.has(keyOf(one)) && this.belongs(one));
    const messages = wanted.slice(-this.most);
    const stick = this.first || this.nearEnd();
    const fresh = this.first ? [] : messages.filter((one) => Number(one.ts) > this.newest);
    this.newest = Math.max(this.newest, ...messages.map((one) => Number(one.ts)));
    const newFrom =
      this.first && this.unread ? messages.at(-Math.min(this.unread, messages.length))?.ts : this.newFrom;
    this.newFrom = newFrom;
    const earlier = wanted.length > messages.length ? [this.earlierButton()] : [];
    arrange(this.items, messages.length ? [...earlier, ...this.rows(messages)] : [this.emptyNote()]);
    this.items.removeAttribute("aria-busy");
    this.rove();
    this.follow(stick, fresh);
    this.tell(fresh);
    this.first = false;
  }

  /** Scrolls to what the person waits for: the first unread, an answer to them, or the end if they were there. */
  follow(stick, fresh) {
    const firstUnread = this.first ? this.items.querySelector(".new-line") : null;
    const answer = fresh.findLast((one) => one.ephemeral);
    if (firstUnread) this.show(firstUnread);
    else if (answer) this.show(this.nodes.get(keyOf(answer)));
    else if (stick || fresh.some((one) => one.user === state.me)) this.scrollToEnd();
    else if (fresh.length) this.toEnd.hidden = false;
  }

  /** Scrolls to the end, but never past the beginning of `node`. */
  show(node) {
    const begins = node.offsetTop - BREATH_PX;
    this.box.scrollTo({ top: Math.min(begins, this.box.scrollHeight), behavior: "instant" });
    this.toEnd.hidden = this.nearEnd();
  }

  earlierButton() {
    const more = async () => {
      const fromEnd = this.box.scrollHeight - this.box.scrollTop;
      this.most += SHOWN_AT_FIRST;
      await this.refresh();
      this.box.scrollTop = this.box.scrollHeight - fromEnd;
    };
    return el("button", { type: "button", class: "text-button earlier", onclick: more }, t("earlier"));
  }

  belongs(message) {
    if (this.thread) return message.ts === this.thread || message.thread_ts === this.thread;
    return !message.thread_ts || message.thread_ts === message.ts;
  }

  rows(messages) {
    const rows = [];
    const kept = new Map();
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const day = shownAt(message.ts);
      if (!before || dayKey(shownAt(before.ts)) !== dayKey(day))
        rows.push(this.keep(kept, `day ${dayKey(day)}`, dayLabel(day), () => divider(day)));
      if (message.ts === this.newFrom) rows.push(this.keep(kept, "new", "", newLine));
      const grouped = rows.at(-1)?.tagName === "ARTICLE" && sameGroup(before, message);
      rows.push(
        this.keep(kept, keyOf(message), JSON.stringify([message, grouped]), (old) =>
          this.node(message, grouped, old),
        ),
      );
    });
    this.nodes = kept;
    return rows;
  }

  keep(kept, key, text, make) {
    const old = this.nodes.get(key);
    const node = old?.drawnFrom === text ? old : make(old);
    node.drawnFrom = text;
    kept.set(key, node);
    return node;
  }

  node(message, grouped, old) {
    const away = () => {
      dismiss(message);
      this.refresh();
    };
    const options = { channel: this.channel, inThread: Boolean(this.thread), grouped, away };
    if (old?.redraw && old.grouped === grouped) {
      old.redraw(message, options);
      return old;
    }
    return messageNode(message, options);
  }

  emptyNote() {
    const key = this.thread ? "no_replies" : this.channel.kind === "im" ? "empty_dm" : "empty_channel";
    return el("p", { class: "empty" }, t(key, { name: botName() }));
  }

  tell(fresh) {
    const last = fresh.filter((one) => one.user !== state.me).at(-1);
    if (last) announce(`${last.username || nameOf(last.user)}: ${withoutMarks(last.text).slice(0, 300)}`);
  }

  rove() {
    const articles = [...this.items.querySelectorAll("article")];
    const chosen = articles.find((one) => one.contains(document.activeElement)) ?? articles.at(-1);
    for (const one of articles) one.tabIndex = one === chosen ? 0 : -1;
  }

  step(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || event.target.tagName !== "ARTICLE") return;
    const articles = [...this.items.querySelectorAll("article")];
    const next = articles[articles.indexOf(event.target) + move];
    if (!next) return;
    event.preventDefault();
    next.focus();
    this.rove();
  }
}

function divider(ts) {
  return el("div", { class: "day" }, el("span", {}, dayLabel(ts)));
}

function newLine() {
  return el("div", { class: "day new-line" }, el("span", {}, t("new")));
}
