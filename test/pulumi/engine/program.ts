import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Monitor } from './monitor';
import type { Project } from './project';

export interface ProgramOptions {
  readonly stack: string;
  readonly config: Record<string, string>;
  readonly secretKeys: readonly string[];
  readonly env: Record<string, string>;
  readonly dryRun: boolean;
  /** After this long without a request, a program that waits for none is stuck. */
  readonly patience: number;
}

/** How a program ended. */
export interface Ending {
  readonly code: number;
  /** What it wrote. */
  readonly lines: readonly string[];
  readonly stuck: boolean;
}

/** Runs a program as the Node.js language host does. */
export async function runProgram(
  project: Project,
  address: string,
  monitor: Monitor,
  options: ProgramOptions,
): Promise<Ending> {
  const runner = createRequire(join(project.directory, 'index.js')).resolve('@pulumi/pulumi/cmd/run');
  const args = [
    ...project.nodeArgs,
    `--require=${join(__dirname, 'plain-inspect.js')}`,
    runner,
    '--organization=organization',
    `--project=${project.name}`,
    `--stack=${options.stack}`,
    `--root-directory=${project.root}`,
    `--pwd=${project.directory}`,
    ...(options.dryRun ? ['--dry-run'] : []),
    '--parallel=16',
    `--monitor=${address}`,
    `--engine=${address}`,
    project.entry,
  ];
  const child = spawn(process.execPath, args, {
    cwd: project.directory,
    env: { ...process.env, ...environment(project, options), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  let stuck = false;
  let seen = 0;
  let since = Date.now();
  const watch = setInterval(() => {
    if (monitor.busy || monitor.requests.length !== seen) since = Date.now();
    seen = monitor.requests.length;
    stuck = Date.now() - since >= options.patience;
    // The CLI ends the program too, once a step has failed and the others are done.
    const failed = monitor.failure !== undefined && !monitor.busy;
    if (stuck || failed) child.kill('SIGKILL');
  }, 250);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? -1));
    });
    return {
      code,
      lines: chunks
        .join('')
        .split('\n')
        .filter((line) => line !== ''),
      stuck,
    };
  } finally {
    clearInterval(watch);
  }
}

function environment(project: Project, { config, secretKeys }: ProgramOptions): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: 'true', PULUMI_NODEJS_TRANSPILE_ONLY: 'true' } : {}),
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig(project, project.tsconfig) }),
  };
}

/** The host takes the path as it is, relative to the working directory. */
function tsconfig({ directory }: Project, path: string): string {
  if (!existsSync(join(directory, path))) throw new Error(`tsconfig ${path} is not in ${directory}`);
  return path;
}
