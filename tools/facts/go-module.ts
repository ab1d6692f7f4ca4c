import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

/** A Go module in the module cache: the only source the facts are made from. */
export class GoModule {
  /**
   * Downloads the module, or finds it in the cache.
   * @throws when Go is missing or the module cannot be had
   */
  public static download(module: string, version: string): GoModule {
    try {
      const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      return new GoModule(module, version, JSON.parse(answer).Dir);
    } catch (error: any) {
      if (error.code === 'ENOENT') {
        throw new Error('`go` is not on the PATH. The facts are read from Go modules: install Go 1.21 or newer (https://go.dev/dl) and run this again.');
      }
      // With -json, Go reports a failed download on stdout.
      throw new Error(`cannot download ${module}@${version}: ${error.stdout || error.stderr || error.message}`);
    }
  }

  private constructor(public readonly name: string, public readonly version: string, private readonly dir: string) {}

  /** The text of a file, by its path inside the module. */
  public read(file: string): string {
    return fs.readFileSync(path.join(this.dir, file), 'utf8');
  }

  /** The paths of the files in a folder of the module, sorted. */
  public list(folder: string): string[] {
    return fs.readdirSync(path.join(this.dir, folder)).sort().map((file) => `${folder}/${file}`);
  }
}
