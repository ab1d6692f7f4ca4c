/** Numbers that look random, and are the same for the same seed on every machine (Park and Miller's generator). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed % (MODULUS - 1) + 1;
    for (let i = 0; i < 4; i++) this.next(); // neighbours begin alike
  }

  /** From 0 up to, and never, `below`. */
  public below(below: number): number {
    return Math.floor(this.next() / MODULUS * below);
  }

  public pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** Once in so many times. */
  public oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  private next(): number {
    this.state = this.state * 48_271 % MODULUS;
    return this.state;
  }
}

const MODULUS = 2_147_483_647;
