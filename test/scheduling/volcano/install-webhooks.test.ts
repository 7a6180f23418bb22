import { VolcanoCertificates } from '../../../lib/scheduling/volcano/install/certificates';
import { VolcanoController, VolcanoCrds, type VolcanoProps } from '../../../lib/scheduling/volcano/install/props';
import { VOLCANO_WEBHOOKS } from '../../../lib/scheduling/volcano/install/webhooks';
import { VolcanoScheduler } from '../../../lib/scheduling/volcano/scheduler/scheduler';
import type { Manifest } from '../../../lib/testing';
import { at } from '../../cluster/manifest';
import { containerOf, flag, installed, kinds, one, podOf, problems } from './installed';

const GATED: VolcanoProps = {
  configuration: VolcanoScheduler.quotaReclaim(),
  featureGates: { schedulingGates: true },
  admission: { pods: { namespaceLabels: { 'example.com/gates': 'true' } } },
};
const EVERYTHING: VolcanoProps = {
  ...GATED,
  crds: VolcanoCrds.EXTERNAL,
  controllers: { extra: [VolcanoController.JOB, VolcanoController.CRON_JOB, VolcanoController.JOB_FLOW] },
};

const webhooks = (props: VolcanoProps = {}): Manifest[] =>
  kinds(installed(props), 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration');
const policy = (manifest: Manifest): unknown => at(manifest, 'webhooks.0.failurePolicy');

test('a full installation: webhooks and the certificate', () => {
  expect([...webhooks(GATED), ...kinds(installed(), 'Job')]).toMatchSnapshot();
});

test.each([
  ['the usual ones', {}],
  ['gates', GATED],
  ['everything', EVERYTHING],
])('server and objects have the same paths: %s', (_name, props: VolcanoProps) => {
  expect(problems(props)).toEqual([]);
  const manifests = installed(props);
  const paths = webhooks(props).map((manifest) => at<string>(manifest, 'webhooks.0.clientConfig.service.path'));
  expect(flag(manifests, 'admission', 'enabled-admission')?.split(',')).toEqual(paths);
  // The server finds an object by this name.
  const names = paths.map((path) => `volcano-admission-service${path?.replaceAll('/', '-')}`);
  expect(webhooks(props).map(({ metadata }) => metadata.name)).toEqual(names);
  const { name, namespace } = at<{ name: string; namespace: string }>(
    webhooks(props)[0],
    'webhooks.0.clientConfig.service',
  ) ?? { name: '', namespace: '' };
  expect(one(manifests, 'Service', name)).toMatchObject({ metadata: { namespace }, spec: { ports: [{ port: 443 }] } });
});

test('while the server is down only changes of queues wait', () => {
  const failing = webhooks().filter((manifest) => policy(manifest) === 'Fail');
  expect(failing.map((manifest) => at(manifest, 'webhooks.0.rules.0.resources'))).toEqual([['queues']]);
  expect(webhooks({ admission: { failOpen: true } }).map(policy)).toEqual(['Ignore', 'Ignore', 'Ignore']);
  for (const { because } of VOLCANO_WEBHOOKS) expect(because).toMatch(/\w{3,}/);
});

test('nothing of Kubernetes or of Volcano itself is looked at', () => {
  const excluded = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['volcano-system', 'kube-system'] };
  for (const manifest of webhooks(EVERYTHING)) {
    const [webhook] = manifest.webhooks as [{ rules: { resources: string[]; scope: string }[] }];
    if (webhook.rules[0]?.resources.includes('queues')) {
      expect(webhook.rules[0].scope).toBe('Cluster');
      expect(webhook).toMatchObject({
        matchConditions: [
          {
            expression:
              '!(request.userInfo.username in ["system:serviceaccount:volcano-system:volcano-scheduler",' +
              '"system:serviceaccount:volcano-system:volcano-controllers"])',
          },
        ],
      });
    } else {
      expect(webhook).toMatchObject({ namespaceSelector: { matchExpressions: [excluded] } });
    }
  }
});

test('pods are looked at only where a label asks for it, and only those of Volcano', () => {
  expect(JSON.stringify(webhooks())).not.toContain('"pods"');
  const pods = webhooks(GATED).filter(({ metadata }) => metadata.name.endsWith('-pods-mutate'));
  expect(pods).toMatchObject([
    {
      kind: 'MutatingWebhookConfiguration',
      webhooks: [
        {
          failurePolicy: 'Ignore',
          namespaceSelector: { matchLabels: { 'example.com/gates': 'true' } },
          matchConditions: [{ name: 'scheduled-by-volcano', expression: 'object.spec.schedulerName == "volcano"' }],
        },
      ],
    },
  ]);
});

test('gates are switched on at both ends', () => {
  const manifests = installed(GATED);
  expect(flag(manifests, 'scheduler', 'feature-gates')).toBe('SchedulingGatesQueueAdmission=true');
  expect(flag(manifests, 'admission', 'feature-gates')).toBe('SchedulingGatesQueueAdmission=true');
  // Without its file the server leaves every pod as it is.
  expect(flag(manifests, 'admission', 'admission-conf')).toBe(
    '/admission.local.config/configmap/volcano-admission.conf',
  );
});

describe('without an admission server', () => {
  const props: VolcanoProps = { admission: { enabled: false } };

  test('nothing of it is left', () => {
    expect(problems(props)).toEqual([]);
    const names = installed(props).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => name.includes('admission'))).toEqual([]);
    expect(webhooks(props)).toEqual([]);
  });
});

describe('the certificate', () => {
  const secretName = (props: VolcanoProps): unknown => {
    const volumes = at<{ name: string; secret?: { secretName: string } }[]>(
      podOf(installed(props), 'admission'),
      'volumes',
    );
    return volumes?.find(({ name }) => name === 'certificates')?.secret?.secretName;
  };
  const job = (props: VolcanoProps = {}): Manifest | undefined => kinds(installed(props), 'Job')[0];
  const from = (certificates: VolcanoCertificates): VolcanoProps => ({ admission: { certificates } });

  test('is read by the group of the pod alone', () => {
    expect(at(podOf(installed(), 'admission'), 'volumes')).toContainEqual({
      name: 'certificates',
      secret: { secretName: 'volcano-admission-secret', defaultMode: 0o440 },
    });
    expect(containerOf(installed(), 'admission').volumeMounts).toContainEqual({
      name: 'certificates',
      mountPath: '/admission.local.config/certificates',
      readOnly: true,
    });
  });

  test('is made by a Job whose name changes with its pod, and stays when its Secret is there', () => {
    const [first, other] = [job(), job({ images: { admission: 'other:1' } })];
    expect(first?.metadata.name).not.toBe(other?.metadata.name);
    expect(secretName({ images: { admission: 'other:1' } })).toBe(secretName({}));
    expect(at(first, 'spec.template.spec.volumes.0.emptyDir.medium')).toBe('Memory');
  });

  test('is made anew by another word', () => {
    const rotated = from(VolcanoCertificates.job('2026-07'));
    expect(problems(rotated)).toEqual([]);
    expect(secretName(rotated)).toBe('volcano-admission-secret-2026-07');
    expect(job(rotated)?.metadata.name).not.toBe(job()?.metadata.name);
    expect(one(installed(rotated), 'Role', 'volcano-admission-init').rules).toMatchObject([
      { resourceNames: ['volcano-admission-secret-2026-07'] },
      {},
    ]);
  });

  test('is made by cert-manager, with an authority of its own', () => {
    const manifests = installed(from(VolcanoCertificates.certManager()));
    expect(kinds(manifests, 'Job')).toEqual([]);
    expect(kinds(manifests, 'Issuer', 'Certificate')).toMatchSnapshot();
    expect(one(manifests, 'Certificate', 'volcano-admission').spec).toMatchObject({
      secretName: secretName(from(VolcanoCertificates.certManager())),
      dnsNames: [
        'volcano-admission-service',
        'volcano-admission-service.volcano-system',
        'volcano-admission-service.volcano-system.svc',
      ],
      issuerRef: { kind: 'Issuer', name: 'volcano-admission-ca' },
    });
  });

  test('is made by cert-manager, with an authority of the cluster', () => {
    const manifests = installed(from(VolcanoCertificates.certManager('corporate')));
    expect(kinds(manifests, 'Issuer')).toEqual([]);
    expect(kinds(manifests, 'Certificate')).toMatchObject([
      { spec: { issuerRef: { kind: 'ClusterIssuer', name: 'corporate' } } },
    ]);
  });

  test("is somebody else's", () => {
    const props = from(VolcanoCertificates.fromSecret('ours'));
    expect(secretName(props)).toBe('ours');
    expect(kinds(installed(props), 'Job', 'Certificate')).toEqual([]);
  });
});
