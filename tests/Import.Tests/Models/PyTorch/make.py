# Writes the files of this folder, with PyTorch 1.13 of Debian: python3 make.py
import math
import os
import torch
import torch.nn as nn

torch.manual_seed(0)
out = os.path.dirname(os.path.abspath(__file__)) + '/'
def save(m,x,name,dyn=True,opset=13,names=None):
    m.eval()
    xs = x if isinstance(x,tuple) else (x,)
    names=names or ['x%d'%i for i in range(len(xs))]
    try:
        torch.onnx.export(m,xs,out+name+'.onnx',opset_version=opset,input_names=names,output_names=['y'],dynamic_axes={n:{0:'N'} for n in names+['y']} if dyn else None)
        print('ok',name)
    except Exception as e: print('FAIL',name,str(e)[:200])
class LstmNet(nn.Module):
    def __init__(s,bi=False,kind=nn.LSTM,layers=1):
        super().__init__(); s.rnn=kind(5,6,batch_first=True,bidirectional=bi,num_layers=layers); s.fc=nn.Linear(12 if bi else 6,3)
    def forward(s,x): return s.fc(s.rnn(x)[0][:,-1])
for bi in (False,True):
    for k in (nn.LSTM,nn.GRU,nn.RNN):
        for dyn in (True,False):
            save(LstmNet(bi,k,2),torch.randn(1,7,5),f'{k.__name__.lower()}_{"bi" if bi else "uni"}_{"dyn" if dyn else "fix"}',dyn)
class Mha(nn.Module):
    def __init__(s): super().__init__(); s.attn=nn.MultiheadAttention(8,2,batch_first=True); s.norm=nn.LayerNorm(8)
    def forward(s,x): return s.norm(x+s.attn(x,x,x,need_weights=False)[0])
save(Mha(),torch.randn(1,5,8),'mha_fix',False); save(Mha(),torch.randn(2,5,8),'mha_dyn',True)
class Enc(nn.Module):
    def __init__(s): super().__init__(); s.enc=nn.TransformerEncoder(nn.TransformerEncoderLayer(8,2,16,batch_first=True,activation='gelu'),2,enable_nested_tensor=False); s.head=nn.Linear(8,3)
    def forward(s,x): return s.head(s.enc(x).mean(1))
for d in (True,False): save(Enc(),torch.randn(2 if d else 1,5,8),'encoder_dyn' if d else 'encoder_fix',d,14)
class Block(nn.Module):
    def __init__(s,d=8,h=2,T=6):
        super().__init__(); s.h=h; s.ln1=nn.LayerNorm(d); s.attn=nn.Linear(d,3*d); s.proj=nn.Linear(d,d); s.ln2=nn.LayerNorm(d); s.fc=nn.Linear(d,4*d); s.fc2=nn.Linear(4*d,d)
        s.register_buffer('bias',torch.tril(torch.ones(T,T)).view(1,1,T,T))
    def forward(s,x):
        B,T,C=x.size(); y=s.ln1(x)
        q,k,v=s.attn(y).split(C,dim=2)
        q,k,v=(t.view(B,T,s.h,C//s.h).transpose(1,2) for t in (q,k,v))
        a=(q@k.transpose(-2,-1))*(1.0/math.sqrt(k.size(-1)))
        a=a.masked_fill(s.bias[:,:,:T,:T]==0,float('-inf')).softmax(-1)
        x=x+s.proj((a@v).transpose(1,2).contiguous().view(B,T,C))
        return x+s.fc2(nn.functional.gelu(s.fc(s.ln2(x))))
class Gpt(nn.Module):
    def __init__(s):
        super().__init__(); s.wte=nn.Embedding(11,8); s.wpe=nn.Embedding(6,8); s.h=nn.ModuleList([Block(),Block()]); s.ln=nn.LayerNorm(8); s.head=nn.Linear(8,11,bias=False)
    def forward(s,i):
        p=torch.arange(0,i.size(1)); x=s.wte(i)+s.wpe(p)
        for b in s.h: x=b(x)
        return s.head(s.ln(x))
save(Gpt(),torch.randint(0,11,(1,6)),'gpt_dyn',True); save(Gpt(),torch.randint(0,11,(1,6)),'gpt_fix',False)
class Vit(nn.Module):
    def __init__(s):
        super().__init__(); s.patch=nn.Conv2d(3,8,4,4); s.cls=nn.Parameter(torch.randn(1,1,8)); s.pos=nn.Parameter(torch.randn(1,5,8)); s.norm=nn.LayerNorm(8,eps=1e-6); s.qkv=nn.Linear(8,24); s.proj=nn.Linear(8,8); s.head=nn.Linear(8,4)
    def forward(s,x):
        x=s.patch(x).flatten(2).transpose(1,2); x=torch.cat((s.cls.expand(x.shape[0],-1,-1),x),1)+s.pos
        B,N,C=x.shape; y=s.norm(x)
        q,k,v=s.qkv(y).reshape(B,N,3,2,4).permute(2,0,3,1,4).unbind(0)
        a=((q@k.transpose(-2,-1))*0.5).softmax(-1)
        x=x+s.proj((a@v).transpose(1,2).reshape(B,N,C))
        return s.head(x[:,0])
save(Vit(),torch.randn(1,3,8,8),'vit_dyn',True); save(Vit(),torch.randn(1,3,8,8),'vit_fix',False)
class Unet(nn.Module):
    def __init__(s):
        super().__init__(); s.d=nn.Conv2d(3,8,3,2,1); s.bn=nn.BatchNorm2d(8); s.gn=nn.GroupNorm(2,8); s.u=nn.ConvTranspose2d(8,4,2,2); s.o=nn.Conv2d(7,2,1)
    def forward(s,x):
        y=nn.functional.silu(s.bn(s.d(x))); y=nn.functional.hardswish(s.gn(y)); y=s.u(y)
        return s.o(torch.cat([y,x],1))
save(Unet(),torch.randn(1,3,8,8),'unet_dyn',True); save(Unet(),torch.randn(1,3,8,8),'unet_fix',False,11)
class Acts(nn.Module):
    def forward(s,x):
        f=nn.functional
        return torch.cat([f.gelu(x),f.silu(x),f.mish(x),f.softplus(x),f.hardswish(x),f.hardsigmoid(x),f.relu6(x),f.elu(x),f.celu(x),f.selu(x),f.leaky_relu(x),f.softsign(x),f.logsigmoid(x),f.hardtanh(x),f.tanhshrink(x),f.hardshrink(x),f.softshrink(x),f.gelu(x,approximate='tanh'),torch.erf(x),f.log_softmax(x,-1),f.glu(x,-1)],-1)
save(Acts(),torch.randn(1,6),'acts',True,14)
class Ups(nn.Module):
    def __init__(s): super().__init__(); s.n=nn.Upsample(scale_factor=2); s.b=nn.Upsample(scale_factor=2,mode='bilinear',align_corners=False); s.p=nn.PixelShuffle(2); s.i=nn.InstanceNorm2d(4,affine=True)
    def forward(s,x): return torch.cat([s.n(x)+s.b(x), s.p(nn.functional.pad(s.i(x),(0,0,0,0))).repeat(1,4,1,1)],1)
save(Ups(),torch.randn(1,4,4,4),'ups',True,13)
class Two(nn.Module):
    def __init__(s): super().__init__(); s.a=nn.Linear(3,4); s.b=nn.Bilinear(4,4,2) ; s.e=nn.EmbeddingBag
    def forward(s,x,y): return s.a(x)*s.a(y), torch.cdist if False else s.a(x).norm(dim=-1,keepdim=True)
save(Two(),(torch.randn(1,3),torch.randn(1,3)),'two',True,13)
