import { SparkLanguage } from '../../lib/spark/application';
import { SparkRole, SparkRoleName } from '../../lib/spark/role';

const PATH = '/spec/containers/0/command';
const role = (podOverrides?: { [path: string]: unknown }): SparkRole =>
  new SparkRole(SparkRoleName.DRIVER, podOverrides ? { podOverrides } : {}, SparkLanguage.PYTHON);

test('a field of a feature stands among the overrides', () => {
  const asked = { '/spec/hostUsers': false };
  const driver = role(asked);
  expect(driver._setPodField(PATH, ['sh'])).toBe(true);
  expect(driver.props.podOverrides).toEqual({ '/spec/hostUsers': false, [PATH]: ['sh'] });
  expect(asked).toEqual({ '/spec/hostUsers': false });
});

test('what the user has set stays, and what another feature has set', () => {
  expect(role({ [PATH]: ['bash'] })._setPodField(PATH, ['sh'])).toBe(false);
  const driver = role();
  driver._setPodField(PATH, ['bash']);
  expect(driver._setPodField(PATH, ['sh'])).toBe(false);
  expect(driver.props.podOverrides).toEqual({ [PATH]: ['bash'] });
});

test('without such a field there are no overrides', () => expect(role().props).not.toHaveProperty('podOverrides'));
