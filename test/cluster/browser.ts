import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './kubectl';

/** Chromium without a window, where the machine has it. */
export const CHROMIUM = ['chromium-headless-shell', 'chromium']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name)))
  .find((path) => existsSync(path));

/** A browser that finds a host at another address, as it would by DNS. */
export class Browser {
  /**
   * @param host What stands in URLs, without a port.
   * @param address Where it is: `10.0.0.1:8080`.
   */
  public constructor(
    private readonly host: string,
    private readonly address: string,
  ) {}

  /** A page after its scripts have run. */
  public async page(url: string): Promise<Page> {
    return new Page(url, await this.run('--dump-dom', url));
  }

  /** A picture of a page. */
  public async picture(url: string, file: string): Promise<void> {
    await this.run(`--screenshot=${file}`, '--window-size=1200,700', url);
  }

  private async run(...args: string[]): Promise<string> {
    const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--virtual-time-budget=8000'];
    const where = [`--user-data-dir=${profile}`, `--host-resolver-rules=MAP ${this.host}:80 ${this.address}`];
    const { code, stdout, stderr } = await run(CHROMIUM ?? 'chromium', [...flags, ...where, ...args]);
    rmSync(profile, { recursive: true, force: true });
    if (code !== 0) throw new Error(`chromium ${args.join(' ')} ended with ${code}:\n${stderr}`);
    return stdout;
  }
}

/** What a browser made of a page. */
export class Page {
  /** Where the page leads, and where it gets its pictures, styles and scripts, as complete URLs. */
  public readonly links: readonly string[];

  public constructor(
    url: string,
    public readonly html: string,
  ) {
    const found = [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, link = '']) => link);
    const links = found.map((link) => new URL(link.replaceAll('&amp;', '&'), url));
    this.links = links.filter(({ protocol }) => /^https?:$/.test(protocol)).map(({ href }) => href);
  }
}
