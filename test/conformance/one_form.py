# Writes the rows of test/fixtures/one-form.json: python3.13 one_form.py one-form.json
import pickle,collections as C,array,sys,json,warnings
warnings.simplefilter('ignore')
P=C.namedtuple('P','x y'); P.__module__='m'; 
import types
m=types.ModuleType('m'); sys.modules['m']=m
class S(str): pass
class L(list): pass
class D(dict): pass
class T(set): pass
class O:
  def __init__(s): s.a=1
class N:
  class In: pass
class E(Exception): pass
for c in (P,S,L,D,T,O,N,E): c.__module__='m'; c.__qualname__=c.__name__; setattr(m,c.__name__,c)
N.In.__module__='m'; N.In.__qualname__='N.In'
class G:
  def __init__(s,*a): s.a=a
  def __reduce__(s): return s.a
rows=[]
def row(name,v,js):
  rows.append([name,json.dumps(js,separators=(',',':'),ensure_ascii=False) if not isinstance(js,str) or not js.startswith('=') else js[1:],[pickle.dumps(v,p).hex() for p in range(6)]])
row('a set',{1,2},[1,2]); row('a frozenset',frozenset([1]),[1]); row('bytes',b'\xff\x00','/wA='); row('no bytes',b'',''); row('a bytearray',bytearray(b'\xff'),'/w==')
row('complex',complex(1,2),{"class":"builtins.complex","args":[1.0,2.0]}); row('range',range(1,5),{"class":"builtins.range","args":[1,5,1]}); row('slice',slice(1,2),{"class":"builtins.slice","args":[1,2,None]})
for n in (3,61,300): row('UserList of %d'%n,C.UserList(range(n)),list(range(n)))
for n in (3,70): row('ChainMap of %d'%n,C.ChainMap({i:i for i in range(n)},{1:2}),[{str(i):i for i in range(n)},{"1":2}])
for n in (3,70): row('array of %d'%n,array.array('i',range(n)),list(range(n)))
row('array of floats',array.array('d',[1,2.5]),[1.0,2.5]); row('array of text',array.array('u','h\u00e9'),'h\u00e9')
row('UserDict',C.UserDict(a=[1.0]),{"a":[1.0]}); row('UserString',C.UserString('ab'),'ab'); row('OrderedDict',C.OrderedDict(a=1,b=(2,)),{"a":1,"b":[2]})
row('defaultdict',C.defaultdict(list,a=[1]),{"a":[1]}); row('Counter',C.Counter('aab'),{"a":2,"b":1}); row('deque',C.deque([1,2],5),[1,2])
row('an exception',ValueError('a'),{"type":"ValueError","message":"a"}); row('an exception of 70 arguments',ValueError(*range(70)),{"type":"ValueError","message":str(tuple(range(70)))})
row('a group',ExceptionGroup('g',[ValueError(1),TypeError(2)]),{"type":"ExceptionGroup","message":"g (2 sub-exceptions)","exceptions":[{"type":"ValueError","message":"1"},{"type":"TypeError","message":"2"}]})
row('a namedtuple',P(1,(2,)),{"class":"m.P","args":[1,[2]]}); row('a subclass of str',S('x'),{"class":"m.S","args":["x"]}); row('a subclass of list',L([1]),{"class":"m.L","items":[1]}); row('a subclass of dict',D(a=1),{"class":"m.D","entries":{"a":1}})
row('a subclass of set',T([1]),{"class":"m.T","args":[[1]]})
row('an object',O(),{"class":"m.O","state":{"a":1}}); row('a nested class',N.In,"m.N.In"); row('classes',[int,len,C.OrderedDict,O],["builtins.int","builtins.len","collections.OrderedDict","m.O"])
row('list()',G(list,([1,2],)),[1,2]); row('list() of a dict',G(list,({'a':1},)),["a"]); row('list() of a str',G(list,('ab',)),["a","b"]); row('tuple() of list()',G(tuple,(G(list,([1],)),)),[1]); row('dict() of pairs',G(dict,([('a',1)],)),{"a":1})
row('set() of a tuple',G(set,((1,1),)),[1]); row('str()',G(str,('a',)),'a'); row('int()',G(int,('12',)),12); row('float()',G(float,(1,)),1.0); row('bool()',G(bool,(1,)),True)
row('list() of a range',G(list,(range(3),)),[0,1,2]); row('tuple() of bytes',G(tuple,(b'ab',)),[97,98]); row('set() of a range',G(set,(range(2),)),[0,1]); row('frozenset() of a str',G(frozenset,('a',)),['a'])
row('str() of an int',G(str,(5,)),'5'); row('str() of None',G(str,(None,)),'None'); row('str() of a float',G(str,(1e16,)),'1e+16'); row('str() of bytes',G(str,(b'ab','ascii')),'ab'); row('int() with a base',G(int,('ff',16)),255); row('bytes() of a number',G(bytes,(3,)),'AAAA'); row('bytes() of a list',G(bytes,([1,2],)),'AQI='); row('bytearray() of a list',G(bytearray,((1,2),)),'AQI='); row('bytes() of a text',G(bytes,('\u00e9','utf-8')),'w6k=')
row('complex() of a text',G(complex,('1+2j',)),{"class":"builtins.complex","args":[1.0,2.0]}); row('float() of a text',G(float,('1e3',)),1000.0); row('bool() of a text',G(bool,('x',)),True); row('bool() of a list',G(bool,([],)),False); row('int() of str() of list()',G(list,(G(str,(G(int,('12',)),)),)),['1','2']); row('a long range',G(list,(range(65537),)),{"class":"builtins.list","args":[{"class":"builtins.range","args":[0,65537,1]}]})
rows.append(['a set of Python 2','[1]',['8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01618571025271032e']])
rows.append(['an OrderedDict of Python 2','{"a":1}',['800263636f6c6c656374696f6e730a4f726465726564446963740a71015d71025d7103285501614b016561855271042e']])
rows.append(['an array behind one that no array is made of','[{"class":"array.array","args":["c",["a"]]},[1]]',['80025d7101286361727261790a61727261790a71025501635d7103550161618652710468025501695d71054b016186527106652e']])
rows.append(['list() at protocol 2','[1,2]',['8002635f5f6275696c74696e5f5f0a6c6973740a71005d7101284b014b02658571025271032e']])
with open(sys.argv[1],'w') as out:
    out.write('[\n'+',\n'.join('  '+json.dumps(row) for row in rows)+'\n]\n')
