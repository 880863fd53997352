/** What a person has chosen or typed so far, by block and action, in the shape of Slack's `state.values`. */

/** The values of one form or message; they outlive a re-drawing of its blocks. */
export class Values {
  constructor() {
    this.kept = new Map();
  }

  static key(blockId, actionId) {
    return `${blockId}\u0000${actionId}`;
  }

  get(blockId, actionId) {
    return this.kept.get(Values.key(blockId, actionId));
  }

  set(blockId, actionId, value) {
    this.kept.set(Values.key(blockId, actionId), value);
  }

  /** Everything kept for the blocks that are still there: `{block_id: {action_id: value}}`. */
  asState(blocks) {
    const state = {};
    for (const { blockId, actionId } of statefulParts(blocks)) {
      const { unread, ...value } = this.get(blockId, actionId) ?? {};
      if (value.type) (state[blockId] ??= {})[actionId] = value;
    }
    return state;
  }
}

const STATELESS = new Set(["button", "overflow", "image", "workflow_button"]);

/** The interactive elements of a block. */
export function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  return block.type === "actions" ? (block.elements ?? []) : [];
}

function statefulParts(blocks) {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter((element) => !STATELESS.has(element.type))
      .map((element) => ({ blockId: block.block_id, actionId: element.action_id })),
  );
}

/** Whether a state value is still empty. */
export function isEmpty(value) {
  const content = Object.entries(value ?? {})
    .filter(([name]) => name !== "type")
    .map(([, one]) => one);
  return content.every(
    (one) => one === null || one === undefined || one === "" || (Array.isArray(one) && one.length === 0),
  );
}
