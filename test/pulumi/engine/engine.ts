import { join } from 'node:path';
import type { Cluster } from './cluster';
import { Deployment, type Step } from './deployment';
import { Monitor, type Log, type Request } from './monitor';
import { readConfig, readProject, type Project } from './project';
import { runProgram, type Ending } from './program';
import { KubernetesProvider } from './provider';
import { StateFile } from './state';
import { reveal, type Properties } from './wire';

export interface EngineOptions {
  /** Directory with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  readonly cluster: Cluster;
  /** Directory of the state file. */
  readonly home: string;
  /** Over the stack's own file. Keys without a namespace belong to the project. */
  readonly config?: Record<string, string>;
  readonly secretKeys?: readonly string[];
  readonly env?: Record<string, string>;
  readonly patience?: number;
}

/** What an operation did, and everything that was said while it ran. */
export interface Outcome {
  readonly steps: readonly Step[];
  /** Outputs of the stack, secrets under their signature. */
  readonly outputs: Properties;
  readonly requests: readonly Request[];
  readonly logs: readonly Log[];
  /** What the program wrote itself. */
  readonly lines: readonly string[];
}

/** An operation that did not come to its end. What it had done until then is in the state. */
export class EngineError extends Error {
  public constructor(
    message: string,
    public readonly outcome: Outcome,
  ) {
    super(message);
  }
}

/**
 * A small engine for tests: runs a Pulumi program as the language host does and applies its Kubernetes resources.
 * Steps run as soon as the program asks for them: an edge that is missing shows as it does with the real engine.
 */
export class Engine {
  public readonly statePath: string;
  private readonly project: Project;

  public constructor(private readonly options: EngineOptions) {
    this.project = readProject(options.project);
    this.statePath = join(options.home, `${this.project.name}.${options.stack}.json`);
  }

  /** The same stack under other settings. */
  public with(options: Partial<EngineOptions>): Engine {
    return new Engine({ ...this.options, ...options });
  }

  public preview(): Promise<Outcome> {
    return this.run(true);
  }

  public up(): Promise<Outcome> {
    return this.run(false);
  }

  /** Deletes every resource of the state; the program does not run. */
  public async destroy(): Promise<Outcome> {
    const deployment = this.deployment(
      new StateFile(this.statePath),
      new KubernetesProvider(this.options.cluster),
      false,
    );
    await deployment.deleteOthers();
    return { steps: deployment.steps, outputs: {}, requests: [], logs: [], lines: [] };
  }

  private async run(dryRun: boolean): Promise<Outcome> {
    const { stack, secretKeys = [], env = {}, patience = 60_000 } = this.options;
    const config = readConfig(this.project, stack, this.options.config ?? {});
    const keys = secretKeys.map((key) => (key.includes(':') ? key : `${this.project.name}:${key}`));
    const provider = new KubernetesProvider(this.options.cluster);
    const deployment = this.deployment(new StateFile(this.statePath), provider, dryRun, config);
    const monitor = new Monitor(deployment, provider, stack, this.project.name);
    const address = await monitor.listen();
    try {
      const settings = { stack, config, secretKeys: keys, env, dryRun, patience };
      const ending = await runProgram(this.project, address, monitor, settings);
      const outcome = (): Outcome => ({
        steps: deployment.steps,
        outputs: monitor.outputs,
        requests: monitor.requests,
        logs: monitor.logs,
        lines: ending.lines,
      });
      const problem = problemOf(ending, monitor);
      if (problem !== undefined) throw new EngineError(problem, outcome());
      await deployment.deleteOthers();
      return outcome();
    } finally {
      monitor.close();
    }
  }

  private deployment(
    state: StateFile,
    provider: KubernetesProvider,
    dryRun: boolean,
    config: Record<string, string> = {},
  ): Deployment {
    const disabled = JSON.parse(config['pulumi:disable-default-providers'] ?? '[]') as string[];
    return new Deployment(state, provider, { dryRun, disabledDefaultProviders: disabled });
  }
}

/** Outputs of a stack in clear, for asserts. */
export function revealed({ outputs }: Outcome): Properties {
  return reveal(outputs);
}

/** Why an operation cannot go on; undefined after a good ending. */
function problemOf({ code, lines, stuck }: Ending, monitor: Monitor): string | undefined {
  const errors = monitor.logs.filter(({ severity }) => severity === 'ERROR').map(({ message }) => message);
  const said = [...errors, ...lines].join('\n');
  if (stuck) return `the program waits for nothing and does not end\n${said}`;
  if (monitor.failure !== undefined) return `${monitor.failure.message}\n${said}`;
  if (code !== 0 || errors.length > 0) return `the program ended with ${code}\n${said}`;
  return undefined;
}
