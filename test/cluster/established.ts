import { tryKubectl } from './kubectl';
import { waitFor } from './wait';

/**
 * Waits for definitions until their kinds are served. kubectl's own wait ends with an error while an object has no
 * conditions yet.
 */
export async function established(names: readonly string[], condition = 'Established'): Promise<void> {
  const crds = names.map((name) => `crd/${name}`);
  await waitFor(`${condition} of ${names.join(', ')}`, async () => {
    const { code } = await tryKubectl(['wait', `--for=condition=${condition}`, '--timeout=10s', ...crds]);
    return code === 0;
  });
}
