import { Chart, Duration, Size, type App } from 'cdk8s';
import { VolcanoCertificates } from '../../lib/scheduling/volcano/install/certificates';
import { PodGroupSweeper } from '../../lib/scheduling/volcano/install/pod-group-sweeper';
import { VolcanoController, VolcanoCrds, type VolcanoProps } from '../../lib/scheduling/volcano/install/props';
import { VolcanoScheduler } from '../../lib/scheduling/volcano/scheduler/scheduler';
import { Volcano } from '../../lib/scheduling/volcano/volcano';
import type { Mistake } from './mistake';

const install = (
  name: string,
  props: VolcanoProps,
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({
  name,
  build: (app: App) => void new Volcano(new Chart(app, 'c'), 'v', props),
  rule,
  at,
  value,
  path: 'c/v',
  ...(says !== undefined && { says }),
});
const { EXTERNAL } = VolcanoCrds;
const PODS = { namespaceLabels: { 'example.com/gates': 'true' } };
const CAPACITY = VolcanoScheduler.quotaReclaim();

/** Installations of Volcano. */
export const VOLCANO_INSTALL_MISTAKES: readonly Mistake[] = [
  install(
    'Volcano in kube-system',
    { namespace: 'kube-system' },
    'volcano/install-namespace',
    'namespace',
    '"kube-system"',
  ),
  install(
    'Volcano in the default namespace',
    { namespace: 'default' },
    'volcano/install-namespace',
    'namespace',
    '"default"',
  ),
  install('no scheduler', { scheduler: { replicas: 0 } }, 'volcano/replicas', 'scheduler.replicas', '0'),
  install('half a controller', { controllers: { replicas: 1.5 } }, 'volcano/replicas', 'controllers.replicas', '1.5'),
  install('a server without cores', { admission: { cpu: 0 } }, 'volcano/server-resources', 'admission.cpu', '0'),
  install(
    'a scheduler of 32 MiB',
    { scheduler: { memory: Size.mebibytes(32) } },
    'volcano/server-resources',
    'scheduler.memory',
    '"32 MiB"',
  ),
  install('a verbosity of 11', { scheduler: { verbosity: 11 } }, 'volcano/verbosity', 'scheduler.verbosity', '11'),
  install(
    'the job controller without its kinds',
    { controllers: { extra: [VolcanoController.JOB] } },
    'volcano/external-kinds',
    'controllers.extra[0]',
    '"job-controller"',
  ),
  install(
    'schedules of jobs that nobody runs',
    { crds: EXTERNAL, controllers: { extra: [VolcanoController.CRON_JOB] } },
    'volcano/controller-needs',
    'controllers.extra[0]',
    '"cronjob-controller"',
    'it needs job-controller',
  ),
  install(
    'a controller twice',
    { crds: EXTERNAL, controllers: { extra: [VolcanoController.JOB, VolcanoController.JOB] } },
    'volcano/controller-twice',
    'controllers.extra[1]',
    '"job-controller"',
  ),
  install(
    'a certificate word that is no name',
    { admission: { certificates: VolcanoCertificates.job('July 2026') } },
    'volcano/certificate-rotation',
    'admission.certificates',
    '"July 2026"',
  ),
  install(
    'a Secret that cannot be',
    { admission: { certificates: VolcanoCertificates.fromSecret('Tls') } },
    'names/dns-label',
    'admission.certificates',
    '"Tls"',
  ),
  install(
    'certificates for nobody',
    { admission: { enabled: false, certificates: VolcanoCertificates.certManager() } },
    'volcano/admission-off',
    'admission.certificates',
    '"certificates"',
  ),
  install(
    'replicas of an admission server that is off',
    { admission: { enabled: false, replicas: 3 } },
    'volcano/admission-off',
    'admission.replicas',
    '3',
  ),
  install(
    'a webhook for all pods',
    { admission: { pods: { namespaceLabels: {} } } },
    'volcano/pods-webhook-broad',
    'admission.pods.namespaceLabels',
    '{}',
  ),
  install(
    'a webhook for the pods of kube-system',
    { admission: { pods: { namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } } },
    'volcano/pods-webhook-namespaces',
    'admission.pods.namespaceLabels["kubernetes.io/metadata.name"]',
    '"kube-system"',
  ),
  install(
    'gates that nobody sets',
    { configuration: CAPACITY, featureGates: { schedulingGates: true } },
    'volcano/gates-need-webhook',
    'featureGates.schedulingGates',
    'true',
  ),
  install(
    'gates that nobody takes off',
    { featureGates: { schedulingGates: true }, admission: { pods: PODS } },
    'volcano/gates-need-capacity',
    'featureGates.schedulingGates',
    'true',
    'quotaReclaim',
  ),
  install(
    'two provisioners in one',
    { ignoredProvisioners: ['a.io/b,c.io/d'] },
    'volcano/provisioner',
    'ignoredProvisioners',
    '"a.io/b,c.io/d"',
  ),
  install(
    'an API server that is no range',
    { network: { apiServerCidrs: ['10.0.0.1'] } },
    'volcano/network-peer',
    'network.apiServerCidrs[0]',
    '"10.0.0.1"',
  ),
  install(
    'a way out to nobody',
    { network: { schedulerEgress: [{ ports: [443] }] } },
    'volcano/network-peer',
    'network.schedulerEgress[0]',
    'null',
  ),
  install(
    'a way out through no port',
    { network: { schedulerEgress: [{ namespace: 'monitoring', ports: [] }] } },
    'volcano/network-peer',
    'network.schedulerEgress[0].ports',
    '[]',
  ),
  install(
    'metrics for a namespace that cannot be',
    { network: { metricsFrom: ['Monitoring'] } },
    'names/dns-label',
    'network.metricsFrom[0]',
    '"Monitoring"',
  ),
  {
    name: 'a sweeper that is too quick',
    build: (app) =>
      void new PodGroupSweeper(new Chart(app, 'c'), 's', { namespace: 'batch', minimumAge: Duration.minutes(1) }),
    rule: 'volcano/sweep-age',
    at: 'minimumAge',
    value: '"1 min"',
    path: 'c/s',
  },
  {
    name: 'a sweeper of seconds',
    build: (app) =>
      void new PodGroupSweeper(new Chart(app, 'c'), 's', { namespace: 'batch', every: Duration.seconds(30) }),
    rule: 'volcano/sweep-interval',
    at: 'every',
    value: '"0.5 min"',
    path: 'c/s',
  },
  {
    name: 'an existing Volcano in no namespace',
    build: () => void Volcano.fromExisting({ namespaceName: '' }),
    rule: 'names/dns-label',
    at: 'namespaceName',
    value: '""',
    path: null,
  },
];
