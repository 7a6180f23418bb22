import { HOME, TEAM } from '../monitoring/operator-samples';
import { apply, get, run } from './kubectl';
import { at, type Manifest } from './manifest';
import { waitFor } from './wait';

/** Brings what the samples expect from their user, and waits for the tokens that Kubernetes writes. */
export async function bringSecrets(manifests: readonly Manifest[]): Promise<void> {
  const pem = await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-days', '2'],
    ...['-keyout', '-', '-out', '-'],
  ]);
  const block = (kind: string): string =>
    new RegExp(`-----BEGIN ${kind}-----[^]*?-----END ${kind}-----\n`).exec(pem.stdout)?.[0] ?? '';
  const certificate = block('CERTIFICATE');
  const stringData = {
    ...Object.fromEntries(['user', 'password', 'token'].map((key) => [key, `test-${key}`])),
    ...{ 'ca.crt': certificate, 'tls.crt': certificate, 'tls.key': block('PRIVATE KEY') },
  };
  await apply(
    [HOME, TEAM].map((namespace) => ({
      ...{ apiVersion: 'v1', kind: 'Secret' },
      ...{ metadata: { name: 'credentials', namespace }, stringData },
    })),
  );
  for (const { metadata } of manifests.filter(({ kind }) => kind === 'Secret')) {
    await waitFor(`the token of ${metadata.name}`, async () =>
      at<string>(await get('secret', metadata.name, metadata.namespace ?? HOME), 'data.token'),
    );
  }
}
