import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { waitFor } from '../../cluster/wait';
import {
  ClusterError,
  describe,
  refOf,
  type ApplyOptions,
  type Cluster,
  type KubeManifest,
  type ObjectRef,
} from './cluster';

const MANAGER = 'pulumi-engine';

interface Kind {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The cluster of KUBECONFIG, through `kubectl proxy`: that knows every way to sign in. */
export class ApiCluster implements Cluster {
  private readonly kinds = new Map<string, Promise<Kind[]>>();

  private constructor(
    private readonly proxy: ChildProcess,
    private readonly url: string,
  ) {}

  public static async open(): Promise<ApiCluster> {
    const proxy = spawn(process.env.KUBECTL ?? 'kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for await (const line of createInterface({ input: proxy.stdout })) {
      const address = /127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address !== undefined) return new ApiCluster(proxy, `http://${address}`);
      said += line;
    }
    throw new Error(`kubectl proxy did not start: ${said}`);
  }

  public close(): void {
    this.proxy.kill();
  }

  public async create(manifest: KubeManifest): Promise<KubeManifest> {
    const ref = refOf(manifest);
    // A POST would leave the fields to a manager of plain updates, and a later apply could not take any away.
    if ((await this.read(ref)) !== undefined) throw new ClusterError(`${describe(ref)} already exists`);
    return this.apply(manifest);
  }

  public async read(ref: ObjectRef): Promise<KubeManifest | undefined> {
    const answer = await fetch(`${this.url}${await this.path(ref)}`);
    if (answer.status === 404) return void (await answer.text());
    return this.object(`read ${describe(ref)}`, answer);
  }

  public async apply(manifest: KubeManifest, options: ApplyOptions = {}): Promise<KubeManifest> {
    const ref = refOf(manifest);
    const query = new URLSearchParams({ fieldManager: MANAGER, fieldValidation: 'Strict' });
    if (options.force === true) query.set('force', 'true');
    if (options.dryRun === true) query.set('dryRun', 'All');
    const answer = await fetch(`${this.url}${await this.path(ref)}?${query.toString()}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(manifest),
    });
    if (ref.kind === 'CustomResourceDefinition') this.kinds.clear();
    return this.object(`apply ${describe(ref)}`, answer);
  }

  public async remove(ref: ObjectRef): Promise<void> {
    const answer = await fetch(`${this.url}${await this.path(ref)}`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Foreground' }),
    });
    if (answer.status !== 404) await this.object(`delete ${describe(ref)}`, answer);
    const gone = async (): Promise<boolean> => (await this.read(ref)) === undefined;
    if (!(await gone())) await waitFor(`${describe(ref)} is gone`, gone);
  }

  private async object(what: string, answer: Response): Promise<KubeManifest> {
    const body = (await answer.json()) as KubeManifest & { message?: string };
    if (!answer.ok) throw new ClusterError(`${what}: ${answer.status} ${body.message ?? ''}`);
    return body;
  }

  private async path({ apiVersion, kind, namespace, name }: ObjectRef): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { name: plural, namespaced } = await this.served(root, kind);
    const scope = namespaced ? `/namespaces/${namespace ?? 'default'}` : '';
    return `${root}${scope}/${plural}/${name}`;
  }

  /** A kind as the server lists it; one that a new definition brings is listed a moment later. */
  private served(root: string, kind: string): Promise<Kind> {
    return waitFor(
      `${kind} is served under ${root}`,
      async () => {
        const known = (await this.listed(root)).find((one) => one.kind === kind && !one.name.includes('/'));
        if (known === undefined) this.kinds.delete(root);
        return known;
      },
      { deadline: 30_000 },
    );
  }

  private listed(root: string): Promise<Kind[]> {
    const known = this.kinds.get(root) ?? this.list(root);
    this.kinds.set(root, known);
    return known;
  }

  private async list(root: string): Promise<Kind[]> {
    const answer = await fetch(`${this.url}${root}`);
    return answer.ok ? ((await answer.json()) as { resources: Kind[] }).resources : (await answer.text(), []);
  }
}
