/**
 * Spills groups to disk: when memory is full they are written to files by hash, and each file's groups are merged afterwards.
 * Names are not written.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupTable } from './group-table.js';

/** Number of files. The groups of one file must fit into memory, so the check can handle this many times the memory limit. */
const FILES = 64;
/** Columns before the sums: table, hash, flags, period. */
const HEAD = 4;
const BATCH_ROWS = 1024;

export class SpilledGroups {
  readonly #dir = mkdtempSync(join(tmpdir(), 'meter-groups-'));
  readonly #files = Array.from({ length: FILES }, (_, index) => openSync(join(this.#dir, String(index)), 'w+', 0o600));
  readonly #rows = Array.from({ length: FILES }, () => 0);
  readonly #widths: readonly number[];
  /** Numbers per row, from the widest table. */
  readonly #stride: number;

  constructor(widths: readonly number[]) {
    this.#widths = widths;
    this.#stride = HEAD + widths.reduce((most, width) => Math.max(most, width), 0);
  }

  /** Appends all groups of the tables, and clears the tables. */
  write(tables: readonly GroupTable[]): void {
    const waiting = this.#files.map(() => ({ rows: new Float64Array(BATCH_ROWS * this.#stride), count: 0 }));
    for (const [index, table] of tables.entries()) {
      for (let group = 0; group < table.size; group++) {
        const file = Math.floor(table.hash(group) / 2 ** 32) % FILES;
        const batch = waiting[file]!;
        const at = batch.count++ * this.#stride;
        batch.rows.set([index, table.hash(group), table.flags(group), table.hours(group)], at);
        for (let column = 0; column < table.width; column++) batch.rows[at + HEAD + column] = table.sum(group, column);
        if (batch.count === BATCH_ROWS) this.#flush(file, batch);
      }
      table.clear();
    }
    for (const [file, batch] of waiting.entries()) this.#flush(file, batch);
  }

  #flush(file: number, batch: { rows: Float64Array; count: number }): void {
    writeSync(this.#files[file]!, new Uint8Array(batch.rows.buffer, 0, batch.count * this.#stride * 8));
    this.#rows[file]! += batch.count;
    batch.count = 0;
  }

  /** The groups file by file; a group is in one set of tables only. */
  *tables(): Generator<GroupTable[]> {
    for (const [file, rows] of this.#rows.entries()) {
      const tables = this.#widths.map((width) => new GroupTable(width));
      const batch = new Float64Array(BATCH_ROWS * this.#stride);
      for (let read = 0; read < rows; read += BATCH_ROWS) {
        const count = Math.min(BATCH_ROWS, rows - read);
        const bytes = new Uint8Array(batch.buffer, 0, count * this.#stride * 8);
        readSync(this.#files[file]!, bytes, 0, bytes.length, read * this.#stride * 8);
        for (let row = 0; row < count; row++) this.#merge(tables, batch, row * this.#stride);
      }
      yield tables;
    }
  }

  #merge(tables: readonly GroupTable[], batch: Float64Array, at: number): void {
    const table = tables[batch[at]!]!;
    const group = table.group(batch[at + 1]!, batch[at + 3]!);
    table.mark(group, batch[at + 2]!);
    for (let column = 0; column < table.width; column++) table.add(group, column, batch[at + HEAD + column]!);
  }

  remove(): void {
    for (const file of this.#files) closeSync(file);
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
