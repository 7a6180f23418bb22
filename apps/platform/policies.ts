import { HousePolicy, type IPolicy } from '../../lib';

/** The house rules that every object keeps. That every way in asks for a sign-on, `SparkPlatform` checks by itself. */
export const policies: IPolicy[] = [HousePolicy.restrictedPods(), HousePolicy.limits()];
