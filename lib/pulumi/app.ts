import { join } from 'node:path';
import { App } from 'cdk8s';
import { describe } from '../core/rules';
import type { IPolicy } from '../policy/policy';
import { Synthesis } from '../synth/synthesis';
import { LateInspector } from './inspector';
import type { LateTable } from './late';
import { PULUMI_RULES } from './rules';

/** The tree of a deployment. It keeps the promises of `PlatformApp`, but its objects go to Pulumi and never to a disk. */
export class DeploymentApp extends App {
  private readonly inspector: LateInspector;

  public constructor(late: LateTable) {
    // No system can make a directory inside a file.
    super({ outdir: join(__filename, 'nothing') });
    this.inspector = new LateInspector(late);
    this.resolvers.unshift(this.inspector);
  }

  /** @throws Error that lists all mistakes in the tree. */
  public synthesize(policies: readonly IPolicy[]): Synthesis {
    const synthesis = new Synthesis(this, this.inspector, policies);
    synthesis.throwIfInvalid();
    return synthesis;
  }

  public override synth(): void {
    throw refusal('app.synth()');
  }

  public override synthYaml(): string {
    throw refusal('app.synthYaml()');
  }
}

function refusal(at: string): Error {
  return new Error(describe({ rule: PULUMI_RULES.nothingToWrite, at, value: 'called' }));
}
