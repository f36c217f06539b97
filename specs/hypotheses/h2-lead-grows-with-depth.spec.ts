import { leadGrowsWithDepth } from '../../src/hypotheses/h2-lead-grows-with-depth.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(leadGrowsWithDepth);
