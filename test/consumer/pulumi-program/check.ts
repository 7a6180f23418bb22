// The program against mocks: prints what it registers.
import { runtime, type Output } from '@pulumi/pulumi';

const registered: { readonly type: string; readonly name: string; readonly inputs: unknown }[] = [];

async function main(): Promise<void> {
  await runtime.setMocks({
    newResource: ({ type, name, inputs, id }) => {
      registered.push({ type, name, inputs });
      const isStack = type === 'pulumi:pulumi:StackReference';
      const outputs = { name, outputs: { bucket: 'acme-lake' }, secretOutputNames: [] };
      return { id: id === undefined || id === '' ? `${name}-id` : id, state: isStack ? outputs : inputs };
    },
    call: ({ inputs }) => inputs,
  });
  // The program runs when it is loaded, and the mocks have to be there before.
  const program = await import('./main.js');
  const urn = await value(program.job);
  await runtime.disconnect();
  console.log(JSON.stringify({ urn, workloads: program.workloads, registered }));
}

function value(output: Output<string>): Promise<string> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

void main();
