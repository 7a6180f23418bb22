import { Duration } from 'cdk8s';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { route } from './samples';

test('a route asks for a sign-on and TLS unless told otherwise', () => {
  expect(route().signOn).toEqual(UiSignOn.required());
  expect(route().url).toBe('https://history.spark.example.com/');
  expect(route({ insecureHttp: true }).origin).toBe('http://history.spark.example.com');
});

test('a prefix does not take in its neighbours', () => {
  expect(route({ prefix: '/shs' })._path).toBe('/shs/');
  expect(route({ prefix: '/shs' }).url).toBe('https://history.spark.example.com/shs/');
});

test('only a prefix that is there can be taken away', () => {
  expect(route()._strips).toBe(false);
  expect(route({ prefix: '/shs' })._strips).toBe(true);
  expect(route({ prefix: '/hub', prefixHandling: UiPrefix.KEEP })._strips).toBe(false);
});

test('a WebSocket may be silent for an hour', () => {
  expect(route()._seconds).toBeUndefined();
  expect(route({ webSocket: true })._seconds).toBe(3600);
  expect(route({ webSocket: true, timeout: Duration.minutes(2) })._seconds).toBe(120);
});
