import { leadSlope } from '../../src/hypotheses/h2b-lead-slope.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(leadSlope);
