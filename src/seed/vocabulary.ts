import type { Phrase } from './phrase.js';

export const TOPICS: readonly Phrase[] = [
  ['smart mobility', '智慧出行', '智慧出行'],
  ['open data', '開放數據', '开放数据'],
  ['digital twins', '數碼分身', '数字孪生'],
  ['the low-altitude economy', '低空經濟', '低空经济'],
  ['green building', '綠色建築', '绿色建筑'],
  ['cyber security', '網絡安全', '网络安全'],
  ['spatial data', '空間數據', '空间数据'],
  ['technology for the elderly', '樂齡科技', '乐龄科技'],
  ['smart lampposts', '智慧燈柱', '智慧灯柱'],
  ['artificial intelligence', '人工智能', '人工智能'],
  ['district cooling', '區域供冷', '区域供冷'],
  ['electric vehicles', '電動車', '电动车'],
  ['smart metering', '智能電表', '智能电表'],
  ['food waste recycling', '廚餘回收', '厨余回收'],
  ['flood warning', '水浸預警', '水浸预警'],
  ['digital identity', '數碼身分', '数字身份'],
  ['financial technology', '金融科技', '金融科技'],
  ['building information modelling', '建築信息模擬', '建筑信息模型'],
  ['5G networks', '5G 網絡', '5G 网络'],
  ['self-driving buses', '自動駕駛巴士', '自动驾驶巴士'],
  ['air quality sensing', '空氣質素監測', '空气质量监测'],
  ['smart campuses', '智慧校園', '智慧校园'],
  ['data standards', '數據標準', '数据标准'],
  ['cross-boundary logistics', '跨境物流', '跨境物流'],
];

export const PLACES: readonly Phrase[] = [
  ['Kowloon East', '九龍東', '九龙东'],
  ['Sha Tin', '沙田', '沙田'],
  ['Tseung Kwan O', '將軍澳', '将军澳'],
  ['Wan Chai', '灣仔', '湾仔'],
  ['Tsuen Wan', '荃灣', '荃湾'],
  ['Yuen Long', '元朗', '元朗'],
  ['Lantau', '大嶼山', '大屿山'],
  ['Shenzhen', '深圳', '深圳'],
  ['Guangzhou', '廣州', '广州'],
  ['Macao', '澳門', '澳门'],
  ['Zhuhai', '珠海', '珠海'],
  ['Singapore', '新加坡', '新加坡'],
];

export const ACTORS: readonly Phrase[] = [
  ['the working group', '工作小組', '工作小组'],
  ['the standards committee', '標準委員會', '标准委员会'],
  ['a team of students', '一組學生', '一组学生'],
  ['the organising committee', '籌備委員會', '筹备委员会'],
  ['our members', '本會會員', '本会会员'],
  ['the visiting delegation', '訪問團', '访问团'],
  ['a start-up company', '一間初創企業', '一间初创企业'],
  ['the research centre', '研究中心', '研究中心'],
  ['the district council', '區議會', '区议会'],
  ['several speakers', '多位講者', '多位讲者'],
  ['engineers from the industry', '業界工程師', '业界工程师'],
  ['the advisory panel', '顧問小組', '顾问小组'],
];

/** Each has a placeholder for a topic. */
export const ACTIONS: readonly Phrase[] = [
  ['presented new findings on {topic}', '發表了有關{topic}的最新研究', '发表了有关{topic}的最新研究'],
  ['called for common rules for {topic}', '呼籲為{topic}訂立共同守則', '呼吁为{topic}订立共同守则'],
  ['compared five pilot projects on {topic}', '比較了五個{topic}試驗項目', '比较了五个{topic}试验项目'],
  [
    'agreed on the next steps towards {topic}',
    '就推動{topic}的下一步達成共識',
    '就推动{topic}的下一步达成共识',
  ],
  ['opened a laboratory for {topic}', '為{topic}設立實驗室', '为{topic}设立实验室'],
  ['asked the public for its views on {topic}', '就{topic}徵詢公眾意見', '就{topic}征询公众意见'],
  ['published a guide to {topic}', '出版了{topic}指南', '出版了{topic}指南'],
  [
    'explained what {topic} means in daily life',
    '解釋{topic}在日常生活中的意義',
    '解释{topic}在日常生活中的意义',
  ],
  ['trained forty teachers in {topic}', '為四十位教師提供{topic}培訓', '为四十位教师提供{topic}培训'],
  ['signed an agreement about {topic}', '簽署了有關{topic}的協議', '签署了有关{topic}的协议'],
  ['reported on the cost of {topic}', '匯報了{topic}的成本', '汇报了{topic}的成本'],
  ['warned of the risks of {topic}', '提醒各界留意{topic}的風險', '提醒各界留意{topic}的风险'],
];

export const CIRCUMSTANCES: readonly Phrase[] = [
  ['At the quarterly meeting', '在季度會議上', '在季度会议上'],
  ['After a year of work', '經過一年的工作', '经过一年的工作'],
  ['With the support of the government', '在政府支持下', '在政府支持下'],
  ['Before a full house', '在座無虛席的會場', '在座无虚席的会场'],
  ['On the second day', '活動第二天', '活动第二天'],
  ['Together with partners from the Mainland', '聯同內地合作夥伴', '联同内地合作伙伴'],
  ['In the discussion that followed', '在隨後的討論中', '在随后的讨论中'],
  ['For the first time', '首次嘗試', '首次尝试'],
];

export const EVENT_NOUNS: readonly Phrase[] = [
  ['Summit', '峰會', '峰会'],
  ['Forum', '論壇', '论坛'],
  ['Seminar', '研討會', '研讨会'],
  ['Workshop', '工作坊', '工作坊'],
  ['Roundtable', '圓桌會議', '圆桌会议'],
  ['Conference', '會議', '会议'],
];

export const ARTICLE_NOUNS: readonly Phrase[] = [
  ['a report', '報道', '报道'],
  ['what we learned', '心得', '心得'],
  ['the way ahead', '前瞻', '前瞻'],
  ['questions and answers', '問答', '问答'],
  ['a call for entries', '徵集作品', '征集作品'],
  ['results', '結果', '结果'],
];

export const ORGANISATION_NOUNS: readonly Phrase[] = [
  ['Association', '協會', '协会'],
  ['Laboratory', '實驗室', '实验室'],
  ['Company', '公司', '公司'],
  ['Institute', '研究院', '研究院'],
  ['Foundation', '基金會', '基金会'],
  ['Centre', '中心', '中心'],
];

export const FAMILY_NAMES: readonly Phrase[] = [
  ['Chan', '陳', '陈'],
  ['Wong', '黃', '黄'],
  ['Lee', '李', '李'],
  ['Cheung', '張', '张'],
  ['Lau', '劉', '刘'],
  ['Ng', '吳', '吴'],
  ['Yeung', '楊', '杨'],
  ['Lam', '林', '林'],
  ['Tang', '鄧', '邓'],
  ['Ho', '何', '何'],
  ['Leung', '梁', '梁'],
  ['Chow', '周', '周'],
];

export const GIVEN_NAMES: readonly Phrase[] = [
  ['Ka', '家', '家'],
  ['Wing', '詠', '咏'],
  ['Chi', '志', '志'],
  ['Siu', '小', '小'],
  ['Man', '文', '文'],
  ['Yuk', '玉', '玉'],
  ['Kwok', '國', '国'],
  ['Mei', '美', '美'],
  ['Hoi', '海', '海'],
  ['Ming', '明', '明'],
  ['Yan', '欣', '欣'],
  ['Lok', '樂', '乐'],
];

export const DISTRICTS: readonly string[] = ['Kwun Tong', 'Sha Tin', 'Wan Chai', 'Tsuen Wan', 'Yuen Long'];
