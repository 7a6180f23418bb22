import { execFile } from 'node:child_process';
import type { Manifest } from './manifest';

/** What a kubectl command said, whether it succeeded or not. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; the exit code is part of the answer. */
export function run(program: string, args: string[], options: RunOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, ...options.env }, cwd: options.cwd },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(new Error(error.message));
        else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    child.stdin?.end(options.input ?? '');
  });
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/** Runs kubectl and takes any answer, also a refusal. */
export function tryKubectl(args: string[], input?: string): Promise<Answer> {
  return run(process.env.KUBECTL ?? 'kubectl', args, input === undefined ? {} : { input });
}

/** Runs kubectl and insists on success. */
export async function kubectl(args: string[], input?: string): Promise<string> {
  const answer = await tryKubectl(args, input);
  if (answer.code !== 0)
    throw new Error(`kubectl ${args.join(' ')} ended with ${answer.code}:\n${answer.stderr}${answer.stdout}`);
  return answer.stdout;
}

/** Objects of one kind in a namespace. */
export async function list(kind: string, namespace: string, selector = ''): Promise<Manifest[]> {
  const text = await kubectl(['get', kind, '-n', namespace, '-l', selector, '-o', 'json']);
  return (JSON.parse(text) as { items: Manifest[] }).items;
}

/** One object, or undefined when there is none. */
export async function get(kind: string, name: string, namespace: string): Promise<Manifest | undefined> {
  const text = await kubectl(['get', kind, name, '-n', namespace, '-o', 'json', '--ignore-not-found']);
  return text === '' ? undefined : (JSON.parse(text) as Manifest);
}

/** The log of a pod; empty when the kubelet has none yet. */
export async function logs(pod: string, namespace: string): Promise<string> {
  return (await tryKubectl(['logs', pod, '-n', namespace, '--tail=-1'])).stdout;
}

/** Applies manifests and tells what became of each object, as `kind/name verb`. */
export async function apply(manifests: readonly Manifest[], ...flags: string[]): Promise<string[]> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
  const text = await kubectl(['apply', '--validate=strict', ...flags, '-f', '-'], input);
  return text.trim().split('\n');
}

/** Deletes manifests and waits until they are gone. */
export async function remove(manifests: readonly Manifest[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
  await kubectl(['delete', '--ignore-not-found', '--wait', '--timeout=180s', '-f', '-'], input);
}

/** Whether an account may do something. */
export async function canI(account: string, namespace: string, verb: string, resource: string): Promise<boolean> {
  const [home] = account.split('/');
  const user = `system:serviceaccount:${account.replace('/', ':')}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${home}`, 'system:authenticated'];
  const as = ['--as', user, ...groups.flatMap((group) => ['--as-group', group])];
  const [kind, subresource] = resource.split('/');
  const sub = subresource === undefined ? [] : ['--subresource', subresource];
  const { stdout } = await tryKubectl(['auth', 'can-i', verb, kind ?? '', ...sub, '-n', namespace, ...as]);
  const word = stdout.trim().split('\n').pop();
  if (word !== 'yes' && word !== 'no') throw new Error(`kubectl auth can-i ${verb} ${resource} said: ${stdout}`);
  return word === 'yes';
}

/** The same for many questions at once, with one call. */
export async function reviews(
  account: string,
  namespace: string,
  questions: readonly (readonly [verb: string, resource: string])[],
): Promise<boolean[]> {
  const [home] = account.split('/');
  const user = `system:serviceaccount:${account.replace('/', ':')}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${home}`, 'system:authenticated'];
  const items = questions.map(([verb, asked]) => {
    const [full = '', subresource] = asked.split('/');
    const [resource = '', ...group] = full.split('.');
    const resourceAttributes = {
      namespace,
      verb,
      group: group.join('.'),
      resource,
      ...(subresource && { subresource }),
    };
    const spec = { user, groups, resourceAttributes };
    return { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  });
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const answer = await kubectl(['create', '-f', '-', '-o', 'jsonpath={.status.allowed}{"\\n"}'], input);
  const words = answer.trim().split('\n');
  if (words.length !== questions.length) throw new Error(`${questions.length} questions, and the answers: ${answer}`);
  return words.map((word) => word === 'true');
}
