/** What the page knows now, and who wants to hear that it changed. */
export const state = {
  me: "",
  cast: {
    team: {},
    bot: { id: "", name: "" },
    people: [],
    commands: [],
    message_shortcuts: [],
    start_as: "",
  },
  channels: [],
  home: false,
  channel: null,
  thread: null,
};

const listeners = new Map();

/** Calls `listener` whenever `event` is told. */
export function on(event, listener) {
  listeners.set(event, [...(listeners.get(event) ?? []), listener]);
}

export function tell(event, detail) {
  for (const listener of listeners.get(event) ?? []) listener(detail);
}

export const botId = () => state.cast.bot?.id;
export const botName = () => state.cast.bot?.name || "Cofnod";
export const person = (id) => state.cast.people.find((one) => one.id === id);
export const channelById = (id) => state.channels.find((one) => one.id === id);
export const me = () => person(state.me);

/** The name people read: the one with rank and number. */
export function nameOf(id) {
  if (id === botId()) return botName();
  const found = person(id);
  return found ? found.real_name || found.name : id;
}

/** How a channel is called on the page: `#name`, or the bot's name for its direct messages. */
export function placeName(channel) {
  if (!channel) return "";
  return channel.kind === "im" ? botName() : `#${channel.name}`;
}
