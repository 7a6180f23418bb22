import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth, type Finding } from '../../core/rules';
import type { IObserved, Observation, ProbeProps, ScrapeProps } from '../../kube/observation';
import type { IPrometheus, IProber } from '../interfaces';
import { pageFindings, proberFindings, targetFindings } from './findings';
import { MonitoringOpening } from './opening';
import { podMonitorOf, probeOf } from './objects';
import { MONITOR_RULES } from './rules';
import { ScrapeAccount } from './scrape-account';

/** Who watches. */
export interface MonitorsProps {
  /** Who scrapes. */
  readonly prometheus: IPrometheus;
  /** Who asks servers that have no metrics. @default - nobody: observing such a server is a mistake */
  readonly prober?: IProber;
  /** How often, where the observed says nothing. @default - as Prometheus does */
  readonly scrapeInterval?: Duration;
  /**
   * Whether each workload gets a NetworkPolicy that lets Prometheus or the prober in. Such a policy closes pods that had
   * none for everybody else.
   *
   * @default true
   */
  readonly networkPolicies?: boolean;
}

/**
 * Turns what workloads say of themselves into PodMonitors and Probes, beside the workloads, and opens the ways that they
 * need: Prometheus is told of the pods, and their network lets it in.
 */
export class Monitors extends Construct {
  private readonly openings = new Map<string, MonitoringOpening>();
  private readonly seen = new Set<string>();
  private readonly pages = new Map<string, string>();
  private readonly mistakes: Finding[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitorsProps,
  ) {
    super(scope, id);
    checkAtSynth(this, () => [...(props.prober ? proberFindings(props.prober.proberAddress) : []), ...this.mistakes]);
  }

  /** Monitors all workloads of these. The same twice is once. */
  public observe(...observed: IObserved[]): void {
    for (const one of observed.flatMap(({ observations }) => observations)) {
      const key = JSON.stringify([one.workload, one._scrape, one._probe]);
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      if (one._scrape) this.scrape(one, one._scrape);
      if (one._probe) this.probe(one, one._probe);
    }
  }

  private scrape(observation: Observation, page: ScrapeProps): void {
    const { prometheus, scrapeInterval } = this.props;
    const { workload } = observation;
    this.mistakes.push(...this.about(observation, this.scrapeFindings(observation, page)));
    const name = this.freeName('PodMonitor', observation, page.port);
    const account = page.bearerToken === true ? this.scrapeAccount(name, workload.namespace, page) : undefined;
    podMonitorOf(this, `PodMonitor-${workload.namespace}-${name}`, {
      name,
      workload,
      page,
      monitorLabels: prometheus.monitorLabels,
      ...(scrapeInterval && { scrapeInterval }),
      ...(account && { token: account.token }),
    });
    prometheus.addTarget(observation.peer, page.portNumber);
    this.open(observation, prometheus.prometheusPeer, page.portNumber);
  }

  private probe(observation: Observation, question: ProbeProps): void {
    const { prometheus, prober, scrapeInterval } = this.props;
    const { workload } = observation;
    if (prober === undefined) {
      const finding = { rule: MONITOR_RULES.prober, at: 'prober', value: undefined };
      this.mistakes.push(...this.about(observation, [finding]));
      return;
    }
    this.mistakes.push(...this.about(observation, targetFindings('target', question.target)));
    const name = this.freeName('Probe', observation, question.job);
    probeOf(this, `Probe-${workload.namespace}-${name}`, {
      name,
      workload,
      question,
      proberAddress: prober.proberAddress,
      monitorLabels: prometheus.monitorLabels,
      ...(scrapeInterval && { scrapeInterval }),
    });
    const port = Number(/:(\d+)$/.exec(prober.proberAddress)?.[1] ?? 9115);
    if (prober.proberPeer) prometheus.addTarget(prober.proberPeer, port);
    prober.addTarget(observation.peer, question.portNumber);
    this.open(observation, prober.proberPeer, question.portNumber);
  }

  /** Pages that ask the API server want a token of somebody who may read them. */
  private scrapeAccount(name: string, namespace: string, { paths = ['/metrics'] }: ScrapeProps): ScrapeAccount {
    return new ScrapeAccount(this, `Account-${namespace}-${name}`, {
      name: `${name}-scraper`,
      namespace,
      roleName: `${name}-scraper.${namespace}`,
      rules: [{ nonResourceURLs: [...paths], verbs: ['get'] }],
    });
  }

  private open({ workload }: Observation, caller: IPrometheus['prometheusPeer'], port: number): void {
    if (caller === undefined || this.props.networkPolicies === false) return;
    const { namespace, name } = workload;
    const key = `${namespace}-${name}`;
    const opening = this.openings.get(key) ?? new MonitoringOpening(this, `Opening-${key}`, workload);
    this.openings.set(key, opening);
    opening.allow(caller, port);
  }

  /** One workload may have several pages: the first is called like it, the others have their port or job, too. */
  private freeName(kind: string, { workload }: Observation, more: string): string {
    const { namespace, name } = workload;
    const isFree = (candidate: string): boolean =>
      this.node.tryFindChild(`${kind}-${namespace}-${candidate}`) === undefined;
    if (isFree(name)) return name;
    for (let i = 1; ; i++) {
      const candidate = `${name}-${more}${i === 1 ? '' : `-${i}`}`;
      if (isFree(candidate)) return candidate;
    }
  }

  private scrapeFindings({ workload }: Observation, page: ScrapeProps): Finding[] {
    const { paths = ['/metrics'], job } = page;
    const twice = paths.flatMap((path): Finding[] => {
      const key = JSON.stringify([workload.namespace, workload.podLabels, page.port, path]);
      const other = this.pages.get(key);
      this.pages.set(key, other ?? job);
      return other === undefined || other === job
        ? []
        : [{ rule: MONITOR_RULES.scrapedTwice, at: 'job', value: job, because: `${path} is scraped as ${other}` }];
    });
    return [...pageFindings('', { ...page, paths }), ...twice];
  }

  private about({ workload }: Observation, findings: readonly Finding[]): Finding[] {
    const subject = `${workload.namespace}/${workload.name}`;
    return findings.map((finding) => ({
      ...finding,
      because: [finding.because, subject].filter((part) => part !== undefined).join(', '),
    }));
  }
}
