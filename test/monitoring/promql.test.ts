import { promql, substituted } from './promql';

describe('the reader of PromQL', () => {
  test('names metrics, matchers and windows', () => {
    const facts = promql('sum by (a) (rate(x_total{b="1"}[5m])) / on (a) group_left (c) y{__name__=~"y.+"}');
    expect(facts.errors).toEqual([]);
    expect(facts.names).toEqual(['x_total', 'y']);
    expect(facts.matched).toContainEqual({ metric: 'x_total', label: 'b' });
    expect(facts.grouped).toEqual([{ metric: 'x_total', label: 'a' }]);
    expect(facts.windows).toEqual(['5m']);
    expect(facts.nameMatchers).toEqual(['y.+']);
  });

  test('sees what does not parse', () => {
    expect(promql('sum(rate(x[5m])').errors).not.toEqual([]);
    expect(promql('sum by (a (x)').errors).not.toEqual([]);
  });

  test('reads recorded names', () => {
    expect(promql('max(spark:pod_labels:max{a="b"})').names).toEqual(['spark:pod_labels:max']);
  });

  test('does not blame the inner metric for labels that a join gives', () => {
    expect(promql('sum by (a) (x * on (b) group_left (a) y)').grouped).toEqual([]);
  });

  test('puts values for variables', () => {
    expect(substituted('rate(x{n=~"$namespace"}[$__rate_interval]) * $core_hour')).toBe('rate(x{n=~"x"}[5m]) * 0.05');
  });
});
