import { App } from 'cdk8s';
import { NODE_POOL_MISTAKES } from '../bad-input/node-pool-mistakes';

/** The lines of a refusal, with the stock App. */
function refusal(build: (app: App) => void): string[] {
  const app = new App();
  try {
    build(app);
  } catch (error) {
    return [(error as Error).message];
  }
  return app.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((line) => `[${construct.node.path}] ${line}`));
}

test.each(NODE_POOL_MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  '%s',
  (_name, { build, path, rule, at, value, says = '' }) => {
    const [line, ...others] = refusal(build);
    expect(line).toContain(`${path === null ? '' : `[${path}] `}${rule}: ${at} = ${value}: `);
    expect(line).toContain(says);
    expect(line).toMatch(/\. Fix: \S.*\.$/);
    expect(others).toEqual([]);
  },
);
