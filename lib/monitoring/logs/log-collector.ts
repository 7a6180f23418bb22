import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import { HardenedDeployment } from '../../kube/deployment';
import { tcp, toApiServer } from '../../kube/network-policy';
import { unrestricted } from '../../kube/exemption';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { AccountRights, serviceAccount, type RbacRule } from '../../kube/rbac';
import type { ServerPlace } from '../../kube/server-place';
import { hashedConfigMap } from '../loki/config-map';
import { LokiPort } from '../loki/configuration';
import { Loki } from '../loki/loki';
import { MonitoringPart } from '../part';
import { eventsConfiguration, logsConfiguration } from './configuration';
import { collectorFindings, collectorWarnings } from './findings';
import { ALLOY_PORT, alloyPod, CONFIG_FILE, nodePod } from './pod';
import { LogCollection, type LogCollectorProps } from './props';
import { EVENT_RIGHTS, LOG_RIGHTS } from './rights';

/**
 * Collects what containers write, and the events of Kubernetes, and sends them to Loki: Alloy on each node, and once for
 * events, which would else arrive as often as there are nodes.
 *
 * @see https://grafana.com/docs/alloy/latest/collect/logs-in-kubernetes/
 */
export class LogCollector extends MonitoringPart implements IObserved {
  public readonly observations: Observation[];
  /** The pods on each node. */
  public readonly daemonSet: KubeObject;
  /** Their configuration. */
  public readonly configMap: KubeObject;
  /** Their account. */
  public readonly account: KubeObject;
  /** The Deployment of the only pod that reads events; undefined where none does. */
  public readonly eventsDeployment?: KubeObject;
  /** Its configuration. */
  public readonly eventsConfigMap?: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: LogCollectorProps) {
    super(scope, id, 'alloy', props);
    const { loki, network, collection = LogCollection.API } = props;
    const { name, namespace } = this._place;
    const nodes = this.placeOf('node', name);
    const files = collection === LogCollection.HOST_FILES;
    const policy = this._close([ALLOY_PORT], [toApiServer(props)], network);
    if (loki.lokiPeer) this._reach({ peers: [loki.lokiPeer], ports: [tcp(LokiPort.HTTP)] });
    if (loki instanceof Loki) loki.allow(this._peer);

    this.account = this.accountOf('Account', nodes, LOG_RIGHTS[collection], props.namespaces);
    this.configMap = hashedConfigMap(this, 'Config', nodes, { [CONFIG_FILE]: logsConfiguration(props) });
    this.daemonSet = this.onEachNode(nodes, nodePod(props, name, this.configMap.name, name));
    if (files) this.exempt(this.daemonSet);
    this.daemonSet.addDependency(policy, this.account, this.configMap);
    this.observations = [this.observe(nodes)];
    if (props.events ?? true) {
      const events = this.placeOf('events', `${name}-events`);
      const account = this.accountOf('EventsAccount', events, EVENT_RIGHTS, props.namespaces);
      const config = hashedConfigMap(this, 'EventsConfig', events, { [CONFIG_FILE]: eventsConfiguration(props) });
      const { deployment } = new HardenedDeployment(this, 'Events', {
        ...alloyPod(props, events.name, config.name),
        ...events,
        // Two at once would write every event twice.
        recreate: true,
      });
      deployment.addDependency(policy, account, config);
      this.eventsConfigMap = config;
      this.eventsDeployment = deployment;
      this.observations.push(this.observe(events));
    }
    checkAtSynth(this, () => collectorFindings(this, name, namespace, props));
    warnAtSynth(this, () => collectorWarnings(this, props));
  }

  private exempt(set: KubeObject): void {
    const annotations = unrestricted('it reads the logs of pods from the disk of its node, as root, and changes none');
    for (const [key, value] of Object.entries(annotations)) set.metadata.addAnnotation(key, value);
  }

  private placeOf(component: string, name: string): ServerPlace {
    return { name, namespace: this.namespaceName, selector: { ...this._selector, [Label.COMPONENT]: component } };
  }

  private observe({ name, namespace, selector }: ServerPlace): Observation {
    const workload = { name, namespace, podLabels: selector };
    return Observation.scrape(workload, { job: 'alloy', port: 'http', portNumber: ALLOY_PORT });
  }

  /** An account with rights in some namespaces, or in all. */
  private accountOf(
    id: string,
    { name, namespace, selector }: ServerPlace,
    rules: readonly RbacRule[],
    namespaces: readonly string[] | undefined,
  ): KubeObject {
    const account = { name, namespace };
    const made = serviceAccount(this, id, account, selector);
    if (namespaces === undefined) {
      const cluster = { name: `${namespace}-${name}`, rules, account, labels: selector };
      new AccountRights(this, `${id}Rights`, cluster);
    } else {
      for (const one of new Set(namespaces)) {
        const rights = { name: `${namespace}-${name}`, namespace: one, rules, account, labels: selector };
        new AccountRights(this, `${id}Rights-${one}`, rights);
      }
    }
    return made;
  }

  private onEachNode({ name, namespace, selector }: ServerPlace, spec: k8s.PodSpec): KubeObject {
    const matchLabels = { ...selector };
    const manifest = k8s.KubeDaemonSet.manifest({
      metadata: { name, namespace, labels: matchLabels },
      spec: {
        selector: { matchLabels },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') },
        },
        template: { metadata: { labels: { ...Chart.of(this).labels, ...matchLabels } }, spec },
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'Resource', manifest);
  }
}
