import { copyFileSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TestbedError } from './home';
import { ROOT, synthesize } from './synthesize';

/** An edit that a user would make in a blueprint: some text, and what stands there afterwards. */
export type Edit = readonly [before: string, after: string];

/** A blueprint in a folder of its own, as a user has it: edited, synthesized and applied again and again. */
export class Blueprint {
  /** A copy of an example, with the files that stand beside its program. */
  public static example(name: string, folder: string): Blueprint {
    const example = join(ROOT, 'examples', name);
    readdirSync(example).filter((file) => file !== 'main.ts').forEach((file) => copyFileSync(join(example, file), join(folder, file)));
    return new Blueprint(readFileSync(join(example, 'main.ts'), 'utf8'), folder);
  }

  public readonly cdktfOut: string;

  /** @param folder an empty one; Terraform's state will lie in it too */
  constructor(private source: string, public readonly folder: string) {
    this.cdktfOut = join(folder, 'cdktf.out');
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    this.synth();
  }

  /** Edits the source and synthesizes. Throws where the text is not there exactly once. */
  public edit(...edits: Edit[]): this {
    for (const [before, after] of edits) {
      if (this.source.split(before).length !== 2) throw new Error(`not there exactly once: ${before}`);
      this.source = this.source.replace(before, () => after);
    }
    this.synth();
    return this;
  }

  /** The folder of a stack. */
  public stack(name: string): string {
    return join(this.cdktfOut, 'stacks', name);
  }

  private synth(): void {
    rmSync(this.cdktfOut, { recursive: true, force: true });
    writeFileSync(join(this.folder, 'main.ts'), this.source);
    const { status, stdout, stderr } = synthesize('main.ts', this.cdktfOut, this.folder);
    if (status !== 0) throw new TestbedError(`the blueprint does not synthesize\n${stdout}${stderr}`);
  }
}
