/** While a script is under way, the next requests wait for it, and are written together. */
import type { Member } from './member.js';
import type { Sender, Sent } from './sender.js';

/** Requests in one script: few enough not to delay other clients, also if they have no key in common. */
export const TOGETHER = 16;
/** Ms for which the first of them waits, so that a server that is far away has several scripts under way. */
const LONGEST_WAIT = 10;

export class Groups {
  #open: Group | null = null;
  #underWay = 0;

  /** `most`: requests in one script. */
  constructor(
    readonly sender: Sender,
    readonly most: number,
  ) {}

  /** Rejects with a RecorderError; the same id may then be sent again. */
  send(member: Member): Promise<Sent> {
    // A request with the same id must find its note.
    if (this.#open?.members.has(member.id)) this.#close(this.#open);
    const group = (this.#open ??= this.#begin());
    const sent = group.add(member);
    if (group.members.size >= this.most) this.#close(group);
    return sent;
  }

  #begin(): Group {
    const group = new Group(setTimeout(() => this.#close(group), LONGEST_WAIT));
    // Those who come at the same moment are written together.
    queueMicrotask(() => {
      if (this.#underWay === 0) this.#close(group);
    });
    return group;
  }

  #close(group: Group): void {
    if (group !== this.#open) return;
    clearTimeout(group.timer);
    this.#open = null;
    this.#underWay++;
    void group.write(this.sender).then(() => {
      this.#underWay--;
      if (this.#underWay === 0 && this.#open) this.#close(this.#open);
    });
  }
}

interface Waiter {
  resolve: (sent: Sent) => void;
  reject: (failure: unknown) => void;
}

class Group {
  readonly members = new Map<string, Member>();
  readonly #waiters = new Map<string, Waiter>();

  constructor(readonly timer: NodeJS.Timeout) {}

  add(member: Member): Promise<Sent> {
    this.members.set(member.id, member);
    return new Promise((resolve, reject) => {
      this.#waiters.set(member.id, { resolve, reject });
    });
  }

  /** It never rejects. */
  async write(sender: Sender): Promise<void> {
    try {
      const sent = await sender.once([...this.members.values()]);
      for (const [id, { resolve }] of this.#waiters) resolve(sent.get(id)!);
    } catch (error) {
      for (const { reject } of this.#waiters.values()) reject(error);
    }
  }
}
