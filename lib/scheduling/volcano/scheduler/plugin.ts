import { DEVICE_PLUGINS, type VolcanoDeviceShareOptions, type VolcanoNetworkTopologyOptions } from './device-plugins';
import type { VolcanoResourceStrategyOptions } from './device-plugins';
import type { PluginFacts } from './facts';
import { JOB_PLUGINS, type VolcanoCapacityOptions, type VolcanoCdpOptions } from './job-plugins';
import type {
  VolcanoConformanceOptions,
  VolcanoDrfOptions,
  VolcanoGangOptions,
  VolcanoOvercommitOptions,
  VolcanoPdbOptions,
  VolcanoPriorityOptions,
  VolcanoProportionOptions,
  VolcanoResourceQuotaOptions,
  VolcanoSlaOptions,
} from './job-plugins';
import { NODE_PLUGINS, type VolcanoBinpackOptions, type VolcanoNodeGroupOptions } from './node-plugins';
import type {
  VolcanoNodeOrderOptions,
  VolcanoNumaAwareOptions,
  VolcanoPredicatesOptions,
  VolcanoTaskTopologyOptions,
} from './node-plugins';
import { OUTSIDE_PLUGINS, type VolcanoExtenderOptions, type VolcanoReschedulingOptions } from './outside-plugins';
import type { VolcanoTdmOptions, VolcanoUsageOptions } from './outside-plugins';

/** Every plugin of Volcano's scheduler. */
export const PLUGINS: { readonly [plugin: string]: PluginFacts } = {
  ...JOB_PLUGINS,
  ...NODE_PLUGINS,
  ...DEVICE_PLUGINS,
  ...OUTSIDE_PLUGINS,
};

/**
 * A plugin of Volcano's scheduler with its options. Each takes only the flags of the hooks it has, and only its own
 * arguments: anything else Volcano would drop without a word.
 *
 * @see https://volcano.sh/en/docs/plugins/
 */
export class VolcanoPlugin {
  /** Orders by priority class and lets higher jobs take the place of lower ones. */
  public static priority(options: VolcanoPriorityOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.priority, options);
  }

  /** Starts a job whole or not at all, and leaves a job the pods it needs. */
  public static gang(options: VolcanoGangOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.gang, options);
  }

  /** Spares kube-system and the classes system-*-critical. */
  public static conformance(options: VolcanoConformanceOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.conformance, options);
  }

  /** Orders jobs by their dominant share: whoever has least is next. */
  public static drf(options: VolcanoDrfOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.drf, options);
  }

  /** Lets a job in that waited long enough. */
  public static sla(options: VolcanoSlaOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.sla, options);
  }

  /** Bounds what is let in by a multiple of the cluster. */
  public static overcommit(options: VolcanoOvercommitOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.overcommit, options);
  }

  /** Keeps a PodGroup out that the ResourceQuota of its namespace has no room for. */
  public static resourceQuota(options: VolcanoResourceQuotaOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.resourceQuota, options);
  }

  /** Shares the cluster among queues by weight. */
  public static proportion(options: VolcanoProportionOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.proportion, options);
  }

  /** Shares the cluster among queues by what each deserves. */
  public static capacity(options: VolcanoCapacityOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.capacity, options);
  }

  /** Spares pods that are younger than their annotation `volcano.sh/cooldown-time`. */
  public static cdp(options: VolcanoCdpOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.cdp, options);
  }

  /** Spares pods whose PodDisruptionBudget would break. */
  public static pdb(options: VolcanoPdbOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(JOB_PLUGINS.pdb, options);
  }

  /** Kubernetes' filters: node affinity, taints, volumes and so on. */
  public static predicates(options: VolcanoPredicatesOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.predicates, options);
  }

  /** Kubernetes' scores, weighted. */
  public static nodeOrder(options: VolcanoNodeOrderOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.nodeOrder, options);
  }

  /** Fills nodes one after the other. */
  public static binpack(options: VolcanoBinpackOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.binpack, options);
  }

  /** Sends queues to groups of nodes labelled `volcano.sh/nodegroup-name`. */
  public static nodeGroup(options: VolcanoNodeGroupOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.nodeGroup, options);
  }

  /** Puts tasks of a Volcano Job together or apart. Not for Spark. */
  public static taskTopology(options: VolcanoTaskTopologyOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.taskTopology, options);
  }

  /** Minds the NUMA nodes of pods with whole cpus. */
  public static numaAware(options: VolcanoNumaAwareOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(NODE_PLUGINS.numaAware, options);
  }

  /** Shares GPUs and NPUs. */
  public static deviceShare(options: VolcanoDeviceShareOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(DEVICE_PLUGINS.deviceShare, options);
  }

  /** Keeps a job within few HyperNodes. */
  public static networkTopologyAware(options: VolcanoNetworkTopologyOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(DEVICE_PLUGINS.networkTopologyAware, options);
  }

  /** Fills or spreads each resource in its own way. */
  public static resourceStrategyFit(options: VolcanoResourceStrategyOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(DEVICE_PLUGINS.resourceStrategyFit, options);
  }

  /** Lends nodes by the clock. */
  public static tdm(options: VolcanoTdmOptions): VolcanoPlugin {
    return new VolcanoPlugin(OUTSIDE_PLUGINS.tdm, options);
  }

  /** Minds the measured load of nodes. */
  public static usage(options: VolcanoUsageOptions = {}): VolcanoPlugin {
    // Without thresholds Volcano logs an error in each session and takes these.
    return new VolcanoPlugin(OUTSIDE_PLUGINS.usage, { thresholds: {}, ...options });
  }

  /** Moves pods from idle nodes to busy ones. */
  public static rescheduling(options: VolcanoReschedulingOptions = {}): VolcanoPlugin {
    return new VolcanoPlugin(OUTSIDE_PLUGINS.rescheduling, { lowNodeUtilization: {}, ...options });
  }

  /** Hands questions to an HTTP server. */
  public static extender(options: VolcanoExtenderOptions): VolcanoPlugin {
    return new VolcanoPlugin(OUTSIDE_PLUGINS.extender, options);
  }

  /** Volcano's name of the plugin: `gang`. */
  public readonly pluginName: string;
  /** @internal */
  public readonly _facts: PluginFacts;
  /** @internal */
  public readonly _options: { readonly [option: string]: unknown };

  private constructor(facts: PluginFacts, options: object) {
    this.pluginName = facts.name;
    this._facts = facts;
    this._options = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  }
}
