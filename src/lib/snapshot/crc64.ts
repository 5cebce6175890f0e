/**
 * The checksum at the end of a snapshot: CRC-64 with the Jones polynomial 0xad93d23594c935a9, bits reflected, start and final
 * value 0 (`crc64("123456789")` is 0xe9c6d914c4b8d9ca). Eight tables process eight bytes per step.
 */
import { crc64Code } from './crc64-code.js';

/** The parts of the engine's interface used here. The types of Node.js 20 do not declare it. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

interface Machine {
  memory: { buffer: ArrayBuffer };
  /** The checksum after the bytes from `from` to `to` in the memory. */
  update: (crc: bigint, from: number, to: number) => bigint;
}

/** The polynomial, reflected. */
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;
const STEP = 8;
/** Entries of one table. */
const TABLE = 256;
/** The second of the two memory pages. */
const ROOM = { at: 65_536, bytes: 65_536 };

function fillTables(tables: BigUint64Array): void {
  for (let byte = 0; byte < TABLE; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n;
    tables[byte] = crc;
  }
  for (let at = TABLE; at < STEP * TABLE; at++) {
    const before = tables[at - TABLE]!;
    tables[at] = (before >> 8n) ^ tables[Number(before & 0xffn)]!;
  }
}

function makeMachine(): { update: Machine['update']; room: Uint8Array } {
  const { memory, update } = new WebAssembly.Instance(new WebAssembly.Module(crc64Code())).exports as Machine;
  fillTables(new BigUint64Array(memory.buffer, 0, STEP * TABLE));
  return { update, room: new Uint8Array(memory.buffer, ROOM.at, ROOM.bytes) };
}

/** Created on first use. Its input page holds nothing between calls. */
let machine: ReturnType<typeof makeMachine> | null = null;

/** A running checksum. */
export class Crc64 {
  readonly #machine = (machine ??= makeMachine());
  #crc = 0n;

  update(bytes: Uint8Array): void {
    const { update, room } = this.#machine;
    for (let at = 0; at < bytes.length; at += ROOM.bytes) {
      const part = bytes.subarray(at, at + ROOM.bytes);
      room.set(part);
      this.#crc = update(this.#crc, ROOM.at, ROOM.at + part.length);
    }
  }

  digest(): bigint {
    return BigInt.asUintN(64, this.#crc);
  }
}
