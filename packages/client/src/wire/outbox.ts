import { JuteWriter } from '@zookit/jute';

/** What is written at once, without waiting for the end of the turn, in bytes. */
const FLUSH_BYTES = 32 * 1024;

/** What an {@link Outbox} needs of the connection. */
export interface OutboxSink {
  /** Sends bytes, which won't change. False asks to wait for {@link Outbox.drained}. */
  write(bytes: Uint8Array): boolean;
  /** All frames that were put so far have been handed to the connection. */
  onFlushed(): void;
}

/** Collects the frames of one turn of the event loop, so that they leave by one write. */
export class Outbox {
  readonly #sink: OutboxSink;
  readonly #writer = new JuteWriter(4 * 1024);
  readonly #flush: () => void;
  #isScheduled = false;
  #isBlocked = false;
  #isClosed = false;

  constructor(sink: OutboxSink) {
    this.#sink = sink;
    this.#flush = () => {
      this.#isScheduled = false;
      this.#flushNow();
    };
  }

  /** Begins a frame. What is written to the result belongs to it, until {@link Outbox.end}. */
  begin(): JuteWriter {
    this.#writer.int(0);
    return this.#writer;
  }

  /** Ends the frame that began when the writer's length was `start`. */
  end(start: number): void {
    this.#writer.intAt(start, this.#writer.length - start - 4);
    if (this.#isBlocked) return;
    if (this.#writer.length >= FLUSH_BYTES) this.#flushNow();
    else this.#schedule();
  }

  /** Takes back everything from `start` on: the frame that could not be written. */
  discard(start: number): void {
    this.#writer.reset(start);
  }

  /** Where the next frame begins. */
  get length(): number {
    return this.#writer.length;
  }

  /** The connection takes bytes again. */
  drained(): void {
    this.#isBlocked = false;
    this.#flushNow();
  }

  /** Nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    this.#writer.reset();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#flush);
  }

  #flushNow(): void {
    if (this.#isBlocked || this.#isClosed || this.#writer.length === 0) return;
    const bytes = this.#writer.copy();
    this.#writer.reset();
    this.#isBlocked = !this.#sink.write(bytes);
    this.#sink.onFlushed();
  }
}
