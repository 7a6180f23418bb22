import type { IConstruct } from 'constructs';
import type { Finding } from '../core/rules';
import { isObserved, type IObserved, type Observation } from '../kube/observation';
import { PLATFORM_RULES } from './rules';

/** Keeps an eye on the servers of a platform: which there are, and which are new. */
export class PlatformWatch {
  private readonly grounds: IConstruct[] = [];
  private readonly others: IObserved[] = [];
  private readonly known = new Map<string, Observation>();

  /** Looks at everything below a construct, too. */
  public ground(construct: IConstruct): void {
    this.grounds.push(construct);
  }

  /** Looks at these, too. */
  public add(observed: readonly IObserved[]): void {
    this.others.push(...observed);
  }

  /** All that were found so far. */
  public get all(): Observation[] {
    return [...this.known.values()];
  }

  /** Those that were not there the last time. */
  public fresh(): Observation[] {
    const found = [...this.grounds.flatMap(observedBelow), ...this.others].flatMap(({ observations }) => observations);
    const fresh = found.filter((observation) => !this.known.has(key(observation)));
    for (const observation of fresh) this.known.set(key(observation), observation);
    return fresh;
  }

  /** Servers of the app that nobody was told of. */
  public findings(root: IConstruct): Finding[] {
    const keys = observedBelow(root).flatMap(({ observations }) => observations.map(key));
    return [...new Set(keys)]
      .filter((one) => !this.known.has(one))
      .map((value) => ({ rule: PLATFORM_RULES.notObserved, at: 'observe', value }));
  }
}

function observedBelow(construct: IConstruct): IObserved[] {
  return construct.node.findAll().filter((one): one is IConstruct & IObserved => isObserved(one));
}

function key({ workload: { namespace, name } }: Observation): string {
  return `${namespace}/${name}`;
}
