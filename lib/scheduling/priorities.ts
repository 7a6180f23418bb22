import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { SparkPriorityClass } from './priority-class';

/** What `SparkPriorities` are made of. */
export interface SparkPrioritiesProps {
  /**
   * Put before each name, such as `spark-`. PriorityClasses belong to the whole cluster, and their values cannot be
   * changed: a prefix keeps two sets apart.
   *
   * @default - none: `routine`, `urgent`, `exceptional`, `rush`
   */
  readonly prefix?: string;
}

/** Four priorities that serve most platforms: three that wait in order, and one that takes the place of the others. */
export class SparkPriorities extends Component {
  /** 2, waits: what nobody is waiting for. */
  public readonly routine: SparkPriorityClass;
  /** 10, waits ahead of routine work. */
  public readonly urgent: SparkPriorityClass;
  /** 50, waits ahead of urgent work. */
  public readonly exceptional: SparkPriorityClass;
  /** 100, evicts all others. */
  public readonly rush: SparkPriorityClass;

  public constructor(scope: Construct, id: string, props: SparkPrioritiesProps = {}) {
    super(scope, id);
    const make = (name: string, value: number, preempting = false): SparkPriorityClass =>
      new SparkPriorityClass(this, name, {
        name: `${props.prefix ?? ''}${name}`,
        value,
        preempting,
        description: `${name.charAt(0).toUpperCase()}${name.slice(1)} priority`,
      });
    this.routine = make('routine', 2);
    this.urgent = make('urgent', 10);
    this.exceptional = make('exceptional', 50);
    this.rush = make('rush', 100, true);
  }

  /** The four classes, lowest first. */
  public get all(): SparkPriorityClass[] {
    return [this.routine, this.urgent, this.exceptional, this.rush];
  }

  /** A text table, highest first: whom each class evicts, ahead of whom it waits, and who evicts it. */
  public preemptionGraph(): string {
    return SparkPriorityClass.preemptionGraph(this.all);
  }
}
