/** Where a person writes: messages, replies and commands. */
import { post } from "./api.js";
import { Completion } from "./completion.js";
import { el, iconButton } from "./dom.js";
import { botName, placeName, state, tell } from "./state.js";
import { errorWords, t } from "./words.js";

const HIGHEST_PX = 200;
const drafts = new Map();

function usageOf(text) {
  const name = /^(\/\S+)\s/.exec(text)?.[1];
  const command = state.cast.commands.find((one) => one.command === name);
  return command
    ? el(
        "span",
        {},
        el("b", {}, command.command),
        ` ${command.usage_hint ?? ""}`,
        el("small", {}, command.description ?? ""),
      )
    : null;
}

export class Composer {
  constructor(box, { channel, thread = null }) {
    Object.assign(this, {
      channel,
      thread,
      key: `${state.me} ${channel.id} ${thread ?? ""}`,
      sending: false,
    });
    const name = thread ? t("reply_to") : t("message_to", { place: placeName(channel) });
    this.area = el("textarea", {
      rows: 1,
      placeholder: name,
      "aria-label": name,
      autocomplete: "off",
      enterkeyhint: "send",
    });
    this.completion = new Completion(this.area, Boolean(thread));
    this.status = el("div", { class: "composer-status", role: "status" });
    this.send = iconButton("send", t("send"), () => this.submit(), { class: "send" });
    this.node = el("div", { class: "composer" }, this.area, this.send, this.completion.list);
    box.replaceChildren(this.status, this.node);
    this.area.value = drafts.get(this.key) ?? "";
    this.listen();
    this.fit();
  }

  listen() {
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("click", () => this.completion.look());
    this.area.addEventListener("keydown", (event) => this.keyed(event));
  }

  changed() {
    drafts.set(this.key, this.area.value);
    this.fit();
    this.completion.look();
    const usage = this.thread ? null : usageOf(this.area.value);
    this.status.className = "composer-status";
    this.status.replaceChildren(...(usage ? [usage] : []));
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(HIGHEST_PX, this.area.scrollHeight)}px`;
    this.send.disabled = !this.area.value.trim();
  }

  keyed(event) {
    if (this.completion.keyed(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const typed = this.area.value.trim();
    if (!typed || this.sending) return;
    this.sending = true;
    this.completion.close();
    this.node.setAttribute("aria-busy", "true");
    const answer = await post("say", {
      channel: this.channel.id,
      text: typed,
      ...(this.thread ? { thread_ts: this.thread } : {}),
    });
    this.sending = false;
    this.node.removeAttribute("aria-busy");
    this.settle(answer, typed);
    tell("said", this.channel);
  }

  settle(answer, typed) {
    if (!answer.ok || answer.error)
      return this.say(errorWords(answer.error ?? "unknown", { name: botName() }), "bad");
    if (this.area.value.trim() === typed) this.area.value = "";
    this.changed();
    if (answer.kind === "command")
      this.say(t("answered", { name: botName(), ms: Math.round(answer.answered_in_ms) }), "quiet");
    return undefined;
  }

  say(words, kind) {
    this.status.className = `composer-status ${kind}`;
    this.status.textContent = words;
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }
}
